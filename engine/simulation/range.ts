/** Which candles a run uses, and from when its signals count. */
import type { Column } from "../blocks/definition/definition.ts";
import { type CandleSeries, firstAtOrAfter, sliceCandles } from "../candles/candle_series.ts";
import type { RunSettings } from "./settings.ts";

/** History and range of a run, and where the range begins. */
export interface RunRange {
  readonly candles: CandleSeries;
  readonly offset: number;
}

/** Places of a range in candles: from `start` up to `end`. @throws {RangeError} when it holds no candle. */
export function placesOf(
  candles: CandleSeries,
  { fromMs, toMs }: RunSettings,
): { readonly start: number; readonly end: number } {
  const start = fromMs === undefined ? 0 : firstAtOrAfter(candles, fromMs);
  const end = toMs === undefined ? candles.length : firstAtOrAfter(candles, toMs);
  if (start >= end) throw new RangeError("There are no candles in this range of dates.");
  return { start, end };
}

/**
 * The candles a run uses: the range, and exactly `historyBars` before it or as many as there are.
 *
 * @throws {RangeError} when the range holds no candle.
 */
export function rangeOf(
  candles: CandleSeries,
  historyBars: number,
  settings: RunSettings,
): RunRange {
  const { start, end } = placesOf(candles, settings);
  const first = Math.max(0, start - historyBars);
  return { candles: sliceCandles(candles, first, end), offset: start - first };
}

/**
 * First loaded bar, at or after bar 0, at which every port in use is known; the length when there is none.
 *
 * @param series columns of numbers in use; what is not known of a signal shows in what it is made of
 */
export function firstKnownBar(
  series: readonly Column[],
  lookbackBars: number,
  { candles, offset }: RunRange,
): number {
  let at = Math.max(lookbackBars, offset);
  for (; at < candles.length; at++) {
    if (series.every((column) => column[at] === column[at])) return at;
  }
  return candles.length;
}
