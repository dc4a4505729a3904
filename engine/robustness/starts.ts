import { PreparedRun } from "../backtest/prepared_run.ts";
import { ColumnBuffers } from "../simulation/columns.ts";
import { defineTest, graded, Skipped } from "./definition.ts";

const STARTS = 24;

/** The same rules, begun on other days of the first half. */
export const starts = defineTest({
  name: "starts",
  *run({ candles, plan, settings, bars, places: { start } }) {
    if (bars < 2 * STARTS) throw new Skipped("too_few_bars");
    const buffers = new ColumnBuffers();
    const rows = [];
    for (let k = 0; k < STARTS; k++) {
      const from = candles.time[start + Math.floor(k * bars / (2 * STARTS))]!;
      const run = new PreparedRun(candles, plan, { ...settings, fromMs: from }, buffers).run();
      rows.push({
        from,
        total_return: run.metric("total_return")!,
        cagr: run.metric("cagr"),
        buy_and_hold_return: run.metric("buy_and_hold_return"),
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
