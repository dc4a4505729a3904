import { type CandleSeries, candlesFromColumns } from "../../engine/mod.ts";
import type { Interval } from "./intervals.ts";

/** The candles whose open times are in `[from, to)`; the series itself where all are. */
export function cutCandles(candles: CandleSeries, { from, to }: Interval): CandleSeries {
  let [start, end] = [0, candles.length];
  while (start < end && (candles.time[start] ?? 0) < from) start++;
  while (end > start && (candles.time[end - 1] ?? 0) >= to) end--;
  if (start === 0 && end === candles.length) return candles;
  const { time, open, high, low, close, volume, hasVolume, timeframeMs } = candles;
  const part = (column: Float64Array) => column.subarray(start, end);
  return candlesFromColumns({
    time: part(time),
    open: part(open),
    high: part(high),
    low: part(low),
    close: part(close),
    volume: hasVolume ? part(volume) : null,
  }, { timeframeMs });
}
