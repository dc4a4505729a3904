/**
 * The bars of a held position on which nothing happens. A function of its own so that its loop touches nothing but locals;
 * most of a run's time would otherwise go by here.
 */
import type { CandleSeries } from "../candles/candle_series.ts";

/** What is known of a stretch of bars; one object is used again and again. */
export interface Stretch {
  lowest: number;
  highest: number;
  /** Entry signals on its bars. */
  entries: number;
}

export interface HeldPosition {
  readonly cash: number;
  readonly quantity: number;
  readonly stopLevel: number;
  readonly targetLevel: number;
}

/**
 * Marks the position at the closes of the loaded candles `from` … and stops before `to`, or before the first candle whose low
 * reaches the stop or whose high passes the target. (A candle's open lies between its low and its high, so an open beyond a
 * level shows in them.) Returns how many candles were marked and leaves their extremes in `stretch`.
 */
export function markQuietBars(
  { high, low, close }: CandleSeries,
  entry: Uint8Array,
  equity: Float64Array,
  offset: number,
  from: number,
  to: number,
  { cash, quantity, stopLevel, targetLevel }: HeldPosition,
  stretch: Stretch,
): number {
  let lowest = Infinity;
  let highest = 0;
  let entries = 0;
  let at = from;
  for (; at < to; at++) {
    const l = low[at]!;
    const h = high[at]!;
    if (l <= stopLevel || h > targetLevel) break;
    if (l < lowest) lowest = l;
    if (h > highest) highest = h;
    entries += entry[at]!;
    equity[at - offset] = cash + quantity * close[at]!;
  }
  stretch.lowest = lowest;
  stretch.highest = highest;
  stretch.entries = entries;
  return at - from;
}
