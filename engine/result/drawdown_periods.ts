/** The falls of an equity curve from one peak to the next. */
import type { CandleTimes } from "../candles/candle_series.ts";

/** Times are candle open times, Unix milliseconds. */
export interface DrawdownPeriod {
  /** Bar of the peak; the first bar when the curve begins below the capital. */
  readonly peak_time: number;
  /** Its lowest point. */
  readonly bottom_time: number;
  /** First bar back at the peak, `null` when the data end before. */
  readonly recovery_time: number | null;
  /** Fraction < 0. */
  readonly depth: number;
  /** Bars below the peak. */
  readonly bars: number;
}

/** The deepest falls of a curve of one value a bar, deepest first, earlier first among equals. The capital is the first peak. */
export function drawdownPeriods(
  equity: Float64Array,
  { time, length }: CandleTimes,
  capital: number,
  most = 10,
): DrawdownPeriod[] {
  const periods: DrawdownPeriod[] = [];
  let peak = capital;
  let i = 0;
  while (i < length) {
    while (i < length && equity[i]! >= peak) peak = equity[i++]!;
    if (i === length) break;
    const from = i;
    let bottom = i;
    for (; i < length && equity[i]! < peak; i++) if (equity[i]! < equity[bottom]!) bottom = i;
    const period = {
      peak_time: time[Math.max(0, from - 1)]!,
      bottom_time: time[bottom]!,
      recovery_time: i < length ? time[i]! : null,
      depth: equity[bottom]! / peak - 1,
      bars: i - from,
    };
    // Kept in order, and short: a long curve has thousands of small falls.
    if (periods.length === most && !(period.depth < periods[most - 1]!.depth)) continue;
    let place = periods.length;
    while (place > 0 && period.depth < periods[place - 1]!.depth) place--;
    periods.splice(place, 0, period);
    if (periods.length > most) periods.pop();
  }
  return periods;
}
