/** Candles as columns: one typed array a field, all of one length. */

export interface CandleSeries {
  /** Spacing of the candles, milliseconds; gaps are multiples of it. */
  readonly timeframeMs: number;
  readonly length: number;
  /** Open times, Unix milliseconds, ascending. */
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  /** In the base currency; NaN throughout where `hasVolume` is false. */
  readonly volume: Float64Array;
  /** False for candles that came without volumes: nothing that reads them can be computed then. */
  readonly hasVolume: boolean;
}

/** Open times alone, as they are kept with a result. */
export type CandleTimes = Pick<CandleSeries, "time" | "length">;

/** Columns as a caller has them. */
export interface CandleColumns {
  readonly time: ArrayLike<number>;
  readonly open: ArrayLike<number>;
  readonly high: ArrayLike<number>;
  readonly low: ArrayLike<number>;
  readonly close: ArrayLike<number>;
  /** Left out or `null` for candles without volumes; a column of NaN alone says the same. */
  readonly volume?: ArrayLike<number> | null | undefined;
}

/** Within these bounds sums, squares and products of prices and volumes stay numbers. */
const SMALLEST_PRICE = 1e-100;
const LARGEST = 1e100;
/** What a date can hold, milliseconds. */
const TIME_LIMIT = 8.64e15;

const FIELDS = ["time", "open", "high", "low", "close"] as const;

/**
 * Makes a series of columns; typed arrays are taken as they are, not copied.
 *
 * @param options.timeframeMs spacing; the commonest distance of neighbours when left out.
 * @throws {RangeError} naming what is broken: columns that are missing or of unequal length, a timeframe that is not a whole
 * number of milliseconds; or the first broken candle: a time that does not come after the one before, prices that are not
 * positive numbers, a high or low inside the body, a negative volume.
 */
export function candlesFromColumns(
  columns: CandleColumns,
  options: { readonly timeframeMs?: number | undefined } = {},
): CandleSeries {
  const length = columns.time?.length ?? 0;
  const columnOf = (field: keyof CandleColumns): Float64Array => {
    const column = columns[field];
    if (column === undefined || column === null) {
      throw new RangeError(`candles: the column ${field} is missing`);
    }
    if (column.length !== length) {
      throw new RangeError(`candles: ${field} has ${column.length} values, time has ${length}`);
    }
    return column instanceof Float64Array ? column : Float64Array.from(column);
  };
  const [time, open, high, low, close] = FIELDS.map(columnOf) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const volume = columns.volume === undefined || columns.volume === null
    ? new Float64Array(length).fill(NaN)
    : columnOf("volume");
  const hasVolume = !isUnknown(volume);
  let previous = -Infinity;
  for (let i = 0; i < length; i++) {
    const t = time[i]!;
    // Comparisons are written so that NaN fails them.
    if (!(t >= -TIME_LIMIT && t <= TIME_LIMIT && t === Math.floor(t))) {
      throw new RangeError(`candle ${i}: its time ${t} is not a time in Unix milliseconds`);
    }
    if (t <= previous) {
      throw new RangeError(`candle ${i}: its time ${t} does not come after ${previous}`);
    }
    previous = t;
    const traded = hasVolume ? volume[i]! : 0;
    const problem = candleProblem(open[i]!, high[i]!, low[i]!, close[i]!, traded);
    if (problem !== null) throw new RangeError(`candle ${i} (time ${t}): ${problem}`);
  }
  const timeframeMs = options.timeframeMs ?? commonestSpacing(time);
  if (!(timeframeMs >= 1 && timeframeMs <= TIME_LIMIT && timeframeMs === Math.floor(timeframeMs))) {
    throw new RangeError(`candles: a timeframe of ${timeframeMs} ms is not one`);
  }
  return { timeframeMs, length, time, open, high, low, close, volume, hasVolume };
}

/** Whether a column holds values and none of them is known. */
function isUnknown(column: Float64Array): boolean {
  return column.length > 0 && column.every((value) => value !== value);
}

/** What is wrong with one candle, `null` when nothing is. */
export function candleProblem(
  open: number,
  high: number,
  low: number,
  close: number,
  volume: number,
): string | null {
  if (!(open > 0 && high > 0 && low > 0 && close > 0) || !(high < Infinity)) {
    return "its prices must be positive numbers";
  }
  if (!(low >= SMALLEST_PRICE && high <= LARGEST)) return "no price is that small or that large";
  if (!(high >= open && high >= close && high >= low)) return "its high is not the highest price";
  if (!(low <= open && low <= close)) return "its low is not the lowest price";
  if (!(volume >= 0 && volume < Infinity)) return "its volume must be 0 or more";
  if (volume > LARGEST) return "no volume is that large";
  return null;
}

/** The commonest distance of neighbouring times, the smaller one of two equally common; one hour for a single candle. */
export function commonestSpacing(time: ArrayLike<number>): number {
  const counts = new Map<number, number>();
  for (let i = 1; i < time.length; i++) {
    const distance = time[i]! - time[i - 1]!;
    counts.set(distance, (counts.get(distance) ?? 0) + 1);
  }
  let best = 3_600_000;
  let bestCount = 0;
  for (const [distance, count] of counts) {
    if (count > bestCount || (count === bestCount && distance < best)) {
      best = distance;
      bestCount = count;
    }
  }
  return best;
}

/** The candles from index `start` up to `end` (exclusive), as views on the same memory. */
export function sliceCandles(candles: CandleSeries, start: number, end: number): CandleSeries {
  if (start === 0 && end === candles.length) return candles;
  return {
    timeframeMs: candles.timeframeMs,
    length: end - start,
    time: candles.time.subarray(start, end),
    open: candles.open.subarray(start, end),
    high: candles.high.subarray(start, end),
    low: candles.low.subarray(start, end),
    close: candles.close.subarray(start, end),
    volume: candles.volume.subarray(start, end),
    hasVolume: candles.hasVolume,
  };
}

/** Index of the first candle that opens at or after `timeMs`; the length when there is none. */
export function firstAtOrAfter(candles: CandleTimes, timeMs: number): number {
  let low = 0;
  let high = candles.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (candles.time[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
