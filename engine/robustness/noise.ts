import { PreparedRun } from "../backtest/prepared_run.ts";
import type { CandleSeries } from "../candles/candle_series.ts";
import type { Draw } from "../maths/mulberry32.ts";
import { ColumnBuffers } from "../simulation/columns.ts";
import { defineTest, graded } from "./definition.ts";
import { gainShare, quantilesOf } from "./quantiles.ts";

const RUNS = 200;
/** Share of the prices that are changed. */
const CHANGED = 0.3;
/** The most that one is changed by, in ranges of its candle. */
const MOST = 0.2;

/** Every price a little different: what hangs on exact prices falls apart. */
export const noise = defineTest({
  name: "noise",
  *run(lab) {
    const { prepared, plan, settings } = lab;
    const { loaded } = prepared;
    const draw = lab.drawFor("noise");
    const buffers = new ColumnBuffers();
    const changed = emptyLike(loaded);
    const returns = new Float64Array(RUNS);
    const trades = new Float64Array(RUNS);
    for (let run = 0; run < RUNS; run++) {
      addNoise(loaded, changed, draw);
      const result = new PreparedRun(changed, plan, settings, buffers).run();
      returns[run] = result.metric("total_return") ?? 0;
      trades[run] = result.metric("num_trades") ?? 0;
      yield 3 * loaded.length;
    }
    lab.drawn.set("noise", returns);
    const gains = gainShare(returns);
    return {
      total_return: quantilesOf(returns),
      num_trades: quantilesOf(trades),
      gain_share: gains,
    };
  },
  answer: ({ gain_share }) => graded(gain_share >= 0.95, gain_share >= 0.75),
});

function emptyLike(candles: CandleSeries): CandleSeries {
  const { length } = candles;
  return {
    ...candles,
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
  };
}

/** Writes candles with noise; volumes and times stay. */
export function addNoise(from: CandleSeries, to: CandleSeries, draw: Draw): void {
  const { open, high, low, close, length } = from;
  for (let i = 0; i < length; i++) {
    const most = MOST * (high[i]! - low[i]!);
    const o = moved(open[i]!, most, draw);
    const h = moved(high[i]!, most, draw);
    const l = moved(low[i]!, most, draw);
    const c = moved(close[i]!, most, draw);
    to.open[i] = o;
    to.close[i] = c;
    to.high[i] = Math.max(o, h, l, c);
    to.low[i] = Math.min(o, h, l, c);
  }
}

function moved(price: number, most: number, draw: Draw): number {
  if (draw() >= CHANGED) return price;
  const other = price + (2 * draw() - 1) * most;
  return other > 0 ? other : price;
}
