/** Where stop and target of each trade stood, bar by bar. */
import type { CandleSeries } from "../candles/candle_series.ts";
import { levelAbove, levelBelow } from "../simulation/orders.ts";
import type { Trade } from "../simulation/trade.ts";
import type { RiskRules } from "../strategy/plan.ts";

/** One value a bar of the range, NaN where there is none. */
export interface TradeLevels {
  /** The higher one of a fixed and a trailing stop. */
  readonly stop: Float64Array;
  readonly target: Float64Array;
}

/** Averages true ranges of the loaded candles, by the rule that reads them. */
export interface LevelRanges {
  readonly stopAtr: Float64Array | null;
  readonly targetAtr: Float64Array | null;
  readonly trailAtr: Float64Array | null;
}

/**
 * The levels that were in force on each bar of each trade, as rules 11 to 13 of the simulation set them: a trailing stop is
 * raised at a bar's close, for the next.
 *
 * @param candles history and range
 * @param offset place of bar 0 of the range in them
 */
export function tradeLevels(
  trades: readonly Pick<Trade, "entry_bar" | "exit_bar" | "entry_price">[],
  candles: CandleSeries,
  offset: number,
  { stopLoss, takeProfit, trailingStop }: RiskRules,
  { stopAtr, targetAtr, trailAtr }: LevelRanges,
): TradeLevels {
  const bars = candles.length - offset;
  const stop = new Float64Array(bars).fill(NaN);
  const target = new Float64Array(bars).fill(NaN);
  if (!stopLoss && !takeProfit && !trailingStop) return { stop, target };
  for (const { entry_bar, exit_bar, entry_price: fill } of trades) {
    const signal = entry_bar + offset - 1;
    const fixed = stopLoss ? levelBelow(stopLoss, fill, stopAtr, signal) : -Infinity;
    let trail = trailingStop ? levelBelow(trailingStop, fill, trailAtr, signal) : -Infinity;
    const distance = trailingStop?.mode === "atr" ? trailingStop.value * trailAtr![signal]! : 0;
    const initial = stopLoss ? fixed : trailingStop ? trail : NaN;
    const above = takeProfit ? levelAbove(takeProfit, fill, targetAtr, signal, initial) : NaN;
    let highest = fill;
    const last = exit_bar ?? bars - 1;
    for (let bar = entry_bar; bar <= last; bar++) {
      const level = Math.max(fixed, trail);
      if (level > -Infinity) stop[bar] = level;
      target[bar] = above;
      const high = candles.high[bar + offset]!;
      if (!trailingStop || high <= highest) continue;
      highest = high;
      trail = trailingStop.mode === "percent"
        ? highest * (1 - trailingStop.value / 100)
        : highest - distance;
    }
  }
  return { stop, target };
}
