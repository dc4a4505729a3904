/** Extremes, deviations and sums over a sliding window. A window that holds an unknown value is unknown. */
import { EASY, firstUnknown } from "./moving.ts";

/** Bars after which running sums are made anew, so that rounding cannot pile up. */
const REFRESH = 512;

/** A sum of squares this much smaller than it was is made anew, before rounding takes its digits. */
const CALM = 1e-3;

/** Highest value of the last `n`. The place of the highest is kept; only when it leaves is the window searched. */
export function highest(x: Float64Array, n: number, out: Float64Array): void {
  let top = -Infinity;
  let place = -1;
  /** First bar whose window is known. */
  let first = n - 1;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value < top) {
      if (place <= i - n) {
        place = i - n + 1;
        top = x[place]!;
        for (let k = place + 1; k <= i; k++) {
          if (x[k]! >= top) {
            top = x[k]!;
            place = k;
          }
        }
      }
    } else if (value === value) {
      top = value;
      place = i;
    } else {
      top = -Infinity;
      first = i + n;
      continue;
    }
    if (i >= first) out[i] = top;
  }
}

/** Lowest value of the last `n`. */
export function lowest(x: Float64Array, n: number, out: Float64Array): void {
  let bottom = Infinity;
  let place = -1;
  let first = n - 1;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value > bottom) {
      if (place <= i - n) {
        place = i - n + 1;
        bottom = x[place]!;
        for (let k = place + 1; k <= i; k++) {
          if (x[k]! <= bottom) {
            bottom = x[k]!;
            place = k;
          }
        }
      }
    } else if (value === value) {
      bottom = value;
      place = i;
    } else {
      bottom = Infinity;
      first = i + n;
      continue;
    }
    if (i >= first) out[i] = bottom;
  }
}

/**
 * Mean and population standard deviation of the last `n` values. The sum of squared distances is carried on from window to
 * window (Welford 1962, for a sliding window) and made anew at the start of each block of bars and when it has shrunk. All is
 * measured from a value of the window, so that no digits are lost where a price hardly moves: exactly 0 where all are equal.
 */
export function meanAndDeviation(
  x: Float64Array,
  n: number,
  mean: Float64Array,
  deviation: Float64Array,
): void {
  const share = 1 / n;
  const { length } = x;
  for (let from = n - 1; from < length; from += REFRESH) {
    const to = Math.min(length, from + REFRESH);
    let origin = x[from]!;
    let average = meanDistance(x, n, from, origin);
    let squares = squaresAround(x, n, from, origin, average);
    let largest = squares;
    mean[from] = origin + average;
    deviation[from] = Math.sqrt(squares * share);
    for (let i = from + 1; i < to; i++) {
      const value = x[i]! - origin;
      const gone = x[i - n]! - origin;
      const change = value - gone;
      const before = average;
      average += change * share;
      squares += change * (value - average + gone - before);
      if (squares > largest) {
        largest = squares;
      } else if (squares < CALM * largest) {
        // What rounding left of the large distances would weigh on small ones.
        origin = x[i]!;
        average = meanDistance(x, n, i, origin);
        squares = squaresAround(x, n, i, origin, average);
        largest = squares;
      }
      mean[i] = origin + average;
      deviation[i] = Math.sqrt(squares * share);
    }
    if (average === average) continue;
    // Something is unknown. What stands before it stays as it is to the last bit, because nothing to come may change it.
    for (let i = Math.max(from, firstUnknown(x, from - n + 1, to)); i < to; i++) {
      const origin = x[i]!;
      const average = meanDistance(x, n, i, origin);
      mean[i] = origin + average;
      deviation[i] = Math.sqrt(squaresAround(x, n, i, origin, average) * share);
    }
  }
}

/** How far the mean of the `n` values that end at bar i lies from `origin`. */
function meanDistance(x: Float64Array, n: number, i: number, origin: number): number {
  let sum = 0;
  for (let k = i - n + 1; k <= i; k++) sum += x[k]! - origin;
  return sum / n;
}

/** Sum of the squared distances of the `n` values that end at bar i from `origin` + `average`. */
function squaresAround(
  x: Float64Array,
  n: number,
  i: number,
  origin: number,
  average: number,
): number {
  let squares = 0;
  for (let k = i - n + 1; k <= i; k++) {
    const distance = x[k]! - origin - average;
    squares += distance * distance;
  }
  return squares;
}

/**
 * Linearly weighted average of the last `n` values, the newest weighing n (as TA-Lib's WMA). Both sums run through blocks of
 * bars; they are made anew at the start of each, where they are no longer of the size that they had, and where something is
 * unknown.
 */
export function wma(x: Float64Array, n: number, out: Float64Array): void {
  const weights = n * (n + 1) / 2;
  const { length } = x;
  for (let from = n - 1; from < length; from += REFRESH) {
    const to = Math.min(length, from + REFRESH);
    let i = from;
    while (i < to) {
      let sum = 0;
      let weighted = 0;
      for (let k = 0; k < n; k++) {
        sum += x[i - k]!;
        weighted += (n - k) * x[i - k]!;
      }
      out[i++] = weighted / weights;
      const least = Math.abs(weighted) / EASY;
      const most = Math.abs(weighted) * EASY;
      for (; i < to; i++) {
        weighted += n * x[i]! - sum;
        sum += x[i]! - x[i - n]!;
        const size = Math.abs(weighted);
        if (!(size > least && size < most)) break;
        out[i] = weighted / weights;
      }
    }
  }
}
