import { runBacktest } from "../backtest/run.ts";
import type { CandleSeries } from "../candles/candle_series.ts";
import { defineTest, graded, Skipped } from "./definition.ts";

/** Share of the run's dates that another market must have. */
const FEWEST_DATES = 0.8;

/** The same rules on other markets, over the same dates as far as they reach. */
export const markets = defineTest({
  name: "markets",
  needsOthers: true,
  *run({ actual, plan, settings, others }) {
    const { candles: range } = actual;
    const fromMs = range.time[0]!;
    const toMs = endOf(range);
    const rows = [];
    for (const { asset, timeframe, candles } of others) {
      if (candles.length === 0) continue;
      const shared = Math.min(toMs, endOf(candles)) - Math.max(fromMs, candles.time[0]!);
      if (shared < FEWEST_DATES * (toMs - fromMs)) continue;
      const { metrics } = runBacktest(candles, plan, { ...settings, fromMs, toMs });
      rows.push({
        asset,
        timeframe,
        total_return: metrics.total_return!,
        buy_and_hold_return: metrics.buy_and_hold_return ?? null,
        max_drawdown: metrics.max_drawdown ?? null,
        num_trades: metrics.num_trades!,
      });
      yield candles.length;
    }
    if (rows.length === 0) throw new Skipped("one_market");
    return rows;
  },
  answer: (rows) => {
    const gains = rows.filter(({ total_return }) => total_return > 0).length / rows.length;
    return graded(gains >= 0.6, gains >= 0.4);
  },
});

/** Close of the last candle, Unix ms. */
function endOf({ time, length, timeframeMs }: CandleSeries): number {
  return time[length - 1]! + timeframeMs;
}
