/**
 * Candles of a longer timeframe from those of a shorter one, as an exchange makes them: the open of the first candle of a bucket,
 * the extremes, the close of the last one, the sum of the volumes. A bucket without a candle does not exist.
 */
import { candleOpen } from "../../engine/mod.ts";
import { COLUMN_NAMES, emptyColumns, type MonthColumns, monthColumns } from "./month_columns.ts";

/** Which buckets are wanted: those that open in `[fromMs, toMs)` and end at or before `closedBeforeMs`. */
export interface BucketRange {
  /** Length of a bucket, ms; a multiple of the shorter timeframe. */
  readonly timeframeMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Unix ms: a bucket that ends later has not closed, and is left out. */
  readonly closedBeforeMs: number;
}

type Columns = Pick<MonthColumns, (typeof COLUMN_NAMES)[number] | "length">;

/** The buckets of `base`, whose candles are in the order of time. A volume that is not known makes its bucket's unknown (NaN). */
export function aggregateCandles(base: Columns, range: BucketRange): MonthColumns {
  const { timeframeMs, fromMs, toMs, closedBeforeMs } = range;
  const { time, open, high, low, close, volume, length } = base;
  const buckets = emptyColumns(countBuckets(base, timeframeMs));
  let count = 0;
  for (let i = 0; i < length;) {
    const opens = candleOpen(time[i]!, timeframeMs);
    const ends = opens + timeframeMs;
    const first = i;
    let highest = high[i]!;
    let lowest = low[i]!;
    for (i++; i < length && time[i]! < ends; i++) {
      if (high[i]! > highest) highest = high[i]!;
      if (low[i]! < lowest) lowest = low[i]!;
    }
    if (opens < fromMs || opens >= toMs || ends > closedBeforeMs) continue;
    buckets.time[count] = opens;
    buckets.open[count] = open[first]!;
    buckets.high[count] = highest;
    buckets.low[count] = lowest;
    buckets.close[count] = close[i - 1]!;
    buckets.volume[count] = sumOf(volume, first, i);
    count++;
  }
  for (const name of COLUMN_NAMES) buckets[name] = buckets[name].subarray(0, count);
  return monthColumns(buckets);
}

/** Some months one after the other. */
export function joinColumns(months: readonly Columns[]): Columns {
  const [only] = months;
  if (months.length === 1 && only) return only;
  const length = months.reduce((sum, month) => sum + month.length, 0);
  const joined = emptyColumns(length);
  let at = 0;
  for (const month of months) {
    for (const name of COLUMN_NAMES) joined[name].set(month[name], at);
    at += month.length;
  }
  return { ...joined, length };
}

function countBuckets({ time, length }: Columns, timeframeMs: number): number {
  let count = 0;
  let ends = -Infinity;
  for (let i = 0; i < length; i++) {
    if (time[i]! < ends) continue;
    ends = candleOpen(time[i]!, timeframeMs) + timeframeMs;
    count++;
  }
  return count;
}

/** Decimals of volumes: the finest that exchanges write, and coarser ones for numbers too large for them. */
const SCALES = [1e8, 1e5, 1e2, 1] as const;

/**
 * The sum of decimal numbers as the nearest double: that of a sum that an exchange has written. Adding doubles would be off in the
 * last digit now and then, and by another one in another order.
 */
function sumOf(values: Float64Array, start: number, end: number): number {
  for (const scale of SCALES) {
    const sum = scaledSum(values, start, end, scale);
    if (sum !== null) return sum / scale;
  }
  let sum = 0;
  for (let i = start; i < end; i++) sum += values[i]!;
  return sum;
}

/** The sum in units of `1 / scale`, exact; `null` where a number has more decimals, or they are too large. */
function scaledSum(
  values: Float64Array,
  start: number,
  end: number,
  scale: number,
): number | null {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const value = values[i]!;
    const units = Math.round(value * scale);
    sum += units;
    if (units / scale !== value || sum > Number.MAX_SAFE_INTEGER) return null;
  }
  return sum;
}
