/**
 * Moving averages and sums. Every kernel writes into `out`, which comes filled with NaN, and treats a NaN in its input as
 * unknown: a window that holds one is unknown, a recursion begins again after it.
 */

/** Bars after which a running sum is made anew, so that rounding cannot pile up over a million bars. */
const REFRESH = 512;

/** Simple moving average of `n` values. */
export function sma(x: Float64Array, n: number, out: Float64Array): void {
  let sum = 0;
  let known = 0;
  let age = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value !== value) {
      known = 0;
      sum = 0;
      continue;
    }
    sum += value;
    known++;
    if (known > n) sum -= x[i - n]!;
    if (known < n) continue;
    if (++age === REFRESH) {
      age = 0;
      sum = 0;
      for (let k = i - n + 1; k <= i; k++) sum += x[k]!;
    }
    out[i] = sum / n;
  }
}

/**
 * Exponential moving average with the weight 2/(n+1), seeded with the simple average of the first `n` values (as TA-Lib by
 * default).
 */
export function ema(x: Float64Array, n: number, out: Float64Array): void {
  const weight = 2 / (n + 1);
  let sum = 0;
  let known = 0;
  let average = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value !== value) {
      known = 0;
      sum = 0;
      continue;
    }
    known++;
    if (known < n) {
      sum += value;
    } else if (known === n) {
      average = (sum + value) / n;
      out[i] = average;
    } else {
      average = (value - average) * weight + average;
      out[i] = average;
    }
  }
}
