/** Price levels and sizes of an entry (engine rules 11 and 14). */
import type { LevelRule, RiskRules } from "../strategy/plan.ts";

/** A stop's level below the fill; `signal` is the place of the signal's bar in `atr`. */
export function levelBelow(
  rule: LevelRule,
  fill: number,
  atr: Float64Array | null,
  signal: number,
): number {
  return rule.mode === "atr" ? fill - rule.value * atr![signal]! : fill * (1 - rule.value / 100);
}

/** A target's level above the fill. */
export function levelAbove(
  rule: LevelRule,
  fill: number,
  atr: Float64Array | null,
  signal: number,
  initialStop: number,
): number {
  if (rule.mode === "atr") return fill + rule.value * atr![signal]!;
  if (rule.mode === "r_multiple") return fill + rule.value * (fill - initialStop);
  return fill * (1 + rule.value / 100);
}

/**
 * Quantity of an entry, 0 or less when there is nothing to buy with.
 *
 * @param affordable what all of the cash pays for, the most there can be
 * @param stop the initial stop, NaN without one
 */
export function sizeOf(
  { mode, value }: RiskRules["size"],
  affordable: number,
  cash: number,
  fill: number,
  stop: number,
  fee: number,
  slip: number,
): number {
  if (mode === "percent_of_equity") return value === 100 ? affordable : affordable * (value / 100);
  if (mode === "fixed_amount") return Math.min(affordable, value / (fill * (1 + fee)));
  const lossPerUnit = fill * (1 + fee) - stop * (1 - slip) * (1 - fee);
  if (!(lossPerUnit > 0)) return affordable;
  return Math.min(affordable, cash * (value / 100) / lossPerUnit);
}
