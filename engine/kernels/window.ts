/** Extremes, deviations and sums over a sliding window. A window that holds an unknown value is unknown. */

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
 * window (Welford 1962, for a sliding window) and made anew at the start of each block of bars and when it has shrunk. Exactly
 * 0 where all values are equal.
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
    directly(x, n, mean, deviation, from);
    let average = mean[from]!;
    let squares = deviation[from]! * deviation[from]! * n;
    let largest = squares;
    for (let i = from + 1; i < to; i++) {
      const value = x[i]!;
      const gone = x[i - n]!;
      const change = value - gone;
      const before = average;
      average += change * share;
      squares += change * (value - average + gone - before);
      if (squares > largest) {
        largest = squares;
      } else if (squares < CALM * largest) {
        // What rounding left of the large distances would weigh on small ones.
        directly(x, n, mean, deviation, i);
        average = mean[i]!;
        squares = deviation[i]! * deviation[i]! * n;
        largest = squares;
        continue;
      }
      mean[i] = average;
      deviation[i] = Math.sqrt(squares * share);
    }
    if (average !== average) {
      for (let i = from + 1; i < to; i++) directly(x, n, mean, deviation, i);
    }
  }
}

/** The same for one window by itself. */
function directly(
  x: Float64Array,
  n: number,
  mean: Float64Array,
  deviation: Float64Array,
  i: number,
): void {
  const last = x[i]!;
  let sum = 0;
  let equal = true;
  for (let k = i - n + 1; k <= i; k++) {
    sum += x[k]!;
    if (x[k]! !== last) equal = false;
  }
  const average = equal ? last : sum / n;
  let squares = 0;
  for (let k = i - n + 1; k <= i; k++) squares += (x[k]! - average) * (x[k]! - average);
  mean[i] = average;
  deviation[i] = Math.sqrt(squares / n);
}

/** Linearly weighted average of the last `n` values, the newest weighing n (as TA-Lib's WMA). */
export function wma(x: Float64Array, n: number, out: Float64Array): void {
  const share = 2 / (n * (n + 1));
  const { length } = x;
  for (let from = n - 1; from < length; from += REFRESH) {
    const to = Math.min(length, from + REFRESH);
    let sum = 0;
    let weighted = 0;
    for (let k = 0; k < n; k++) {
      sum += x[from - k]!;
      weighted += (n - k) * x[from - k]!;
    }
    out[from] = weighted * share;
    for (let i = from + 1; i < to; i++) {
      const value = x[i]!;
      weighted += n * value - sum;
      sum += value - x[i - n]!;
      out[i] = weighted * share;
    }
    // What is unknown makes the sums unknown for the rest of the block, which is then gone through with care.
    if (weighted - weighted !== 0) {
      for (let i = from; i < to; i++) out[i] = weightedDirectly(x, n, i) * share;
    }
  }
}

function weightedDirectly(x: Float64Array, n: number, i: number): number {
  let weighted = 0;
  for (let k = 0; k < n; k++) weighted += (n - k) * x[i - k]!;
  return weighted;
}
