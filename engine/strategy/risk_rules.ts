/** What the risk blocks of a strategy set. */
import type { Params, RiskRole } from "../blocks/definition/definition.ts";
import type { LevelRule, RiskRules, SizeRule } from "./plan.ts";

export type RiskKind = RiskRole["kind"];

/**
 * The rules that risk blocks spell out.
 *
 * @param paramsOf parameters of the block of a kind, `null` without one
 * @param atrSlot where the ATR of a kind's block is, with the given period
 */
export function riskRules(
  paramsOf: (kind: RiskKind) => Params | null,
  atrSlot: (kind: RiskKind, period: number) => number,
): RiskRules {
  const level = (kind: RiskKind): LevelRule | null => {
    const params = paramsOf(kind);
    if (!params) return null;
    const mode = params.mode as LevelRule["mode"];
    return {
      mode,
      value: params.value as number,
      atrSlot: mode === "atr" ? atrSlot(kind, params.period as number) : null,
    };
  };
  const size = paramsOf("position_size");
  return {
    size: size
      ? { mode: size.mode as SizeRule["mode"], value: size.value as number }
      : { mode: "percent_of_equity", value: 100 },
    stopLoss: level("stop_loss"),
    takeProfit: level("take_profit"),
    trailingStop: level("trailing_stop"),
    timeExitBars: (paramsOf("time_exit")?.bars ?? 0) as number,
    cooldownBars: (paramsOf("cooldown")?.bars ?? 0) as number,
  };
}
