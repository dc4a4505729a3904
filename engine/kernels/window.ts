/** Extremes, deviations and sums over a sliding window. A window that holds an unknown value is unknown. */

/** Bars after which running sums are made anew, so that rounding cannot pile up. */
const REFRESH = 512;

/** Highest value of the last `n`. The place of the highest is kept; only when it leaves is the window searched. */
export function highest(x: Float64Array, n: number, out: Float64Array): void {
  let known = 0;
  let best = -1;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value !== value) {
      known = 0;
      best = -1;
      continue;
    }
    known++;
    if (best < 0 || value >= x[best]!) {
      best = i;
    } else if (best <= i - n) {
      best = i - n + 1;
      for (let k = best + 1; k <= i; k++) if (x[k]! >= x[best]!) best = k;
    }
    if (known >= n) out[i] = x[best]!;
  }
}

/** Lowest value of the last `n`. */
export function lowest(x: Float64Array, n: number, out: Float64Array): void {
  let known = 0;
  let best = -1;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value !== value) {
      known = 0;
      best = -1;
      continue;
    }
    known++;
    if (best < 0 || value <= x[best]!) {
      best = i;
    } else if (best <= i - n) {
      best = i - n + 1;
      for (let k = best + 1; k <= i; k++) if (x[k]! <= x[best]!) best = k;
    }
    if (known >= n) out[i] = x[best]!;
  }
}

/**
 * Mean and population standard deviation of the last `n` values. The sum of squared distances is carried on from window to
 * window (Welford), made anew every 512 bars, and exactly 0 where all values are equal.
 */
export function meanAndDeviation(
  x: Float64Array,
  n: number,
  mean: Float64Array,
  deviation: Float64Array,
): void {
  let known = 0;
  let equal = 0;
  let age = 0;
  let average = 0;
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value !== value) {
      known = 0;
      equal = 0;
      continue;
    }
    known++;
    equal = known > 1 && value === x[i - 1]! ? equal + 1 : 1;
    if (known < n) continue;
    if (equal >= n) {
      average = value;
      squares = 0;
    } else if (known === n || ++age >= REFRESH) {
      age = 0;
      average = 0;
      for (let k = i - n + 1; k <= i; k++) average += x[k]!;
      average /= n;
      squares = 0;
      for (let k = i - n + 1; k <= i; k++) squares += (x[k]! - average) * (x[k]! - average);
    } else {
      const gone = x[i - n]!;
      const before = average;
      average += (value - gone) / n;
      squares += (value - gone) * (value - average + gone - before);
      if (squares < 0) squares = 0;
    }
    mean[i] = average;
    deviation[i] = Math.sqrt(squares / n);
  }
}

/** Linearly weighted average of the last `n` values, the newest weighing n (as TA-Lib's WMA). */
export function wma(x: Float64Array, n: number, out: Float64Array): void {
  const weights = n * (n + 1) / 2;
  let known = 0;
  let age = 0;
  let sum = 0;
  let weighted = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value !== value) {
      known = 0;
      continue;
    }
    known++;
    if (known < n) continue;
    if (known === n || ++age >= REFRESH) {
      age = 0;
      sum = 0;
      weighted = 0;
      for (let k = 0; k < n; k++) {
        sum += x[i - k]!;
        weighted += (n - k) * x[i - k]!;
      }
    } else {
      weighted += n * value - sum;
      sum += value - x[i - n]!;
    }
    out[i] = weighted / weights;
  }
}
