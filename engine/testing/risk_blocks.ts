/** Risk blocks in short, for tests of fills. ATR periods are short, because the tables are. */
import type { DocumentBlock } from "../mod.ts";

type LevelMode = "percent" | "atr";

const ATR_PERIOD = 2;

function levelBlock(type: string, value: number, mode: string): DocumentBlock {
  return {
    id: type,
    type,
    params: { mode, value, ...(mode === "atr" ? { period: ATR_PERIOD } : {}) },
  };
}

export const stop = (value: number, mode: LevelMode = "percent"): DocumentBlock =>
  levelBlock("stop_loss", value, mode);

export const trailing = (value: number, mode: LevelMode = "percent"): DocumentBlock =>
  levelBlock("trailing_stop", value, mode);

export const target = (
  value: number,
  mode: LevelMode | "r_multiple" = "percent",
): DocumentBlock => levelBlock("take_profit", value, mode);

export const size = (
  mode: "percent_of_equity" | "fixed_amount" | "risk_percent",
  value: number,
): DocumentBlock => ({ id: "size", type: "position_size", params: { mode, value } });

export const timeExit = (bars: number): DocumentBlock => ({
  id: "time",
  type: "time_exit",
  params: { bars },
});

export const cooldown = (bars: number): DocumentBlock => ({
  id: "rest",
  type: "cooldown",
  params: { bars },
});
