import { runBacktest } from "../backtest/run.ts";
import { defineTest, graded, Skipped } from "./definition.ts";

const STARTS = 24;

/** The same rules, begun on other days of the first half. */
export const starts = defineTest({
  name: "starts",
  *run({ candles, plan, settings, bars, places: { start } }) {
    if (bars < 2 * STARTS) throw new Skipped("too_few_bars");
    const rows = [];
    for (let k = 0; k < STARTS; k++) {
      const from = candles.time[start + Math.floor(k * bars / (2 * STARTS))]!;
      const { metrics } = runBacktest(candles, plan, { ...settings, fromMs: from });
      rows.push({
        from,
        total_return: metrics.total_return!,
        cagr: metrics.cagr ?? null,
        buy_and_hold_return: metrics.buy_and_hold_return ?? null,
      });
      yield bars;
    }
    return rows;
  },
  answer: (rows) => {
    const gains = rows.filter(({ total_return }) => total_return > 0).length / rows.length;
    return graded(gains >= 0.8, gains >= 0.6);
  },
});
