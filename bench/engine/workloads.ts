/** What the engine is measured with: deterministic walks, and the crossing of two averages with and without stops. */
import {
  compileStrategy,
  parseStrategy,
  type RunSettings,
  type StrategyDocument,
} from "../../engine/mod.ts";
import { randomWalk } from "../../engine/testing/random_walk.ts";

export const FEE = 0.001;
export const CAPITAL = 10_000;
export const STOP = 0.02;
export const TARGET = 0.04;

export const SETTINGS: RunSettings = {
  initialCapital: CAPITAL,
  feeRate: FEE,
  slippageRate: 0,
  intrabar: "stop_first",
};

export function walkOf(bars: number) {
  return randomWalk({ bars, seed: 42, step: 0.01 });
}

/** SMA 10/50 cross, all in; with `levels` a stop of 2 % and a target of 4 %. */
export function crossDocument(levels: boolean): StrategyDocument {
  const end = (text: string) => {
    const [block = "", port = ""] = text.split(".");
    return { block, port };
  };
  const parsed = parseStrategy({
    version: 1,
    blocks: [
      { id: "fast", type: "sma", params: { period: 10 } },
      { id: "slow", type: "sma", params: { period: 50 } },
      { id: "up", type: "crossover", params: { direction: "above" } },
      { id: "down", type: "crossover", params: { direction: "below" } },
      { id: "buy", type: "entry_signal" },
      { id: "sell", type: "exit_signal" },
      ...(levels
        ? [
          { id: "stop", type: "stop_loss", params: { mode: "percent", value: 100 * STOP } },
          { id: "target", type: "take_profit", params: { mode: "percent", value: 100 * TARGET } },
        ]
        : []),
    ],
    connections: [
      ["fast.value", "up.a"],
      ["slow.value", "up.b"],
      ["fast.value", "down.a"],
      ["slow.value", "down.b"],
      ["up.signal", "buy.signal"],
      ["down.signal", "sell.signal"],
    ].map(([from = "", to = ""]) => ({ from: end(from), to: end(to) })),
  });
  if (!parsed.ok) throw new Error(parsed.faults.map(({ message }) => message).join(" "));
  return parsed.document;
}

export function crossPlan(levels: boolean) {
  const compiled = compileStrategy(crossDocument(levels));
  if (!compiled.ok) throw new Error(compiled.faults.map(({ message }) => message).join(" "));
  return compiled.plan;
}

/** The periods of the sweep: fast 5 … 54, slow 60 … 255. */
export const FAST = Array.from({ length: 50 }, (_, k) => 5 + k);
export const SLOW = Array.from({ length: 50 }, (_, k) => Math.round(60 + k * 195 / 49));
