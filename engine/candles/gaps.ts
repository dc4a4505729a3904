/** Candles that are missing between two that are there. */
import type { CandleSeries } from "./candle_series.ts";
import { hasSessions, missingBefore, type Sessions } from "./sessions.ts";

export interface Gap {
  /** Open time of the last candle before the gap, Unix milliseconds. */
  readonly after_time: number;
  /** How many candles are missing. */
  readonly missing: number;
}

/**
 * The gaps between the candles at `start` (inclusive) and `end` (exclusive), in order.
 *
 * @param sessions when the market was open, where it is not always: nothing is missing while it was closed
 */
export function findGaps(
  candles: CandleSeries,
  start = 0,
  end: number = candles.length,
  sessions?: Sessions,
): Gap[] {
  const { time, timeframeMs } = candles;
  const gaps: Gap[] = [];
  const next = 1.5 * timeframeMs;
  for (let i = start + 1; i < end; i++) {
    if (time[i]! - time[i - 1]! < next) continue;
    const missing = missingAt(candles, i, sessions);
    if (missing > 0) gaps.push({ after_time: time[i - 1]!, missing });
  }
  return gaps;
}

/** How many candles are missing between a bar, from 1 on, and the one before it. */
export function missingAt(
  candles: Pick<CandleSeries, "time" | "timeframeMs">,
  bar: number,
  sessions?: Sessions,
): number {
  const { time, timeframeMs } = candles;
  if (hasSessions(candles, sessions)) return missingBefore(candles, bar, sessions).candles;
  return Math.round((time[bar]! - time[bar - 1]!) / timeframeMs) - 1;
}
