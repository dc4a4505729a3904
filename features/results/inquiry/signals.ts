/**
 * What the conditions of a strategy said when its trades were decided. On its own: what reads conditions belongs to threads, and
 * a page without them does not load it.
 */
import {
  type CandleSeries,
  portColumns,
  type StrategyPlan,
  type Trade,
} from "../../../engine/mod.ts";
import { conditionStates } from "../../../studio/live/conditions.ts";
import { rangeOf, type RangeSettings, type SignalStates } from "./inquiry.ts";

/** By the place of the trade. */
export function signalsOf(
  loaded: CandleSeries,
  plan: StrategyPlan,
  settings: RangeSettings,
  trades: readonly Trade[],
): readonly SignalStates[] {
  if (trades.length === 0) return [];
  const ports = portColumns(loaded, plan, settings);
  const context = { plan, ports, candles: rangeOf(loaded, settings) };
  return trades.map(({ entry_bar }) => conditionStates(context, entry_bar - 1));
}
