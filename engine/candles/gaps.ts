/** Candles that are missing between two that are there. */
import type { CandleSeries } from "./candle_series.ts";

export interface Gap {
  /** Open time of the last candle before the gap, Unix milliseconds. */
  readonly after_time: number;
  /** How many candles are missing. */
  readonly missing: number;
}

/** The gaps between the candles at `start` (inclusive) and `end` (exclusive), in order. */
export function findGaps(candles: CandleSeries, start = 0, end: number = candles.length): Gap[] {
  const { time, timeframeMs } = candles;
  const gaps: Gap[] = [];
  const next = 1.5 * timeframeMs;
  for (let i = start + 1; i < end; i++) {
    if (time[i]! - time[i - 1]! < next) continue;
    const missing = Math.round((time[i]! - time[i - 1]!) / timeframeMs) - 1;
    if (missing > 0) gaps.push({ after_time: time[i - 1]!, missing });
  }
  return gaps;
}
