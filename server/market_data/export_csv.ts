/** A stored series as a CSV file that can be imported again, in pieces. */
import { MARKET_TIMEFRAMES } from "./catalog.ts";
import type { SeriesKey } from "./series.ts";
import type { CandleStore } from "./store.ts";

/** Candles that are read at a time. */
const CANDLES = 5_000;

/** @param span open times of the first and the last candle, Unix ms */
export async function* csvOf(
  store: Pick<CandleStore, "volumes" | "load">,
  key: SeriesKey,
  { firstMs, lastMs }: { readonly firstMs: number; readonly lastMs: number },
): AsyncGenerator<string> {
  // A series has volumes throughout or none.
  const { none } = await store.volumes(key);
  yield `timestamp,open,high,low,close${none ? "" : ",volume"}\n`;
  const step = CANDLES * MARKET_TIMEFRAMES[key.timeframe];
  for (let fromMs = firstMs; fromMs <= lastMs; fromMs += step) {
    const toMs = Math.min(fromMs + step, lastMs + 1);
    const { time, open, high, low, close, volume } = await store.load(key, {
      fromMs,
      toMs,
      historyBars: 0,
    });
    yield Array.from(
      time,
      (at, i) =>
        `${at},${open[i]},${high[i]},${low[i]},${close[i]}${none ? "" : `,${volume[i]}`}\n`,
    ).join("");
  }
}
