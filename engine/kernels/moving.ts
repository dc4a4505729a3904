/**
 * Moving averages and sums. Every kernel writes into `out`, which comes filled with NaN (`sma` needs none of that), and treats a NaN in its input as
 * unknown: a window that holds one is unknown, a recursion begins again after it.
 */

/** Bars after which a running sum is made anew, so that rounding cannot pile up over a million bars. */
const BLOCK = 1024;

/** A running sum this much smaller than it was is made anew: what rounding left of the large values would weigh on small ones. */
const CALM = 1e-3;

/** How far a running sum may go from where it began, as a factor, before more care is taken. */
export const EASY = 32;

/**
 * Simple moving average of `n` values. The sum runs through blocks of bars and is made anew at the start of each. The bar at
 * which it is no longer of the size that it had there, or is unknown, ends the easy way: the rest of the block is gone through
 * with care. What stands before that bar stays as it is to the last bit, because nothing to come may change it.
 */
export function sma(x: Float64Array, n: number, out: Float64Array): void {
  const { length } = x;
  out.fill(NaN, 0, n - 1);
  for (let from = n - 1; from < length; from += BLOCK) {
    const to = Math.min(length, from + BLOCK);
    let sum = 0;
    for (let k = from - n + 1; k <= from; k++) sum += x[k]!;
    out[from] = sum / n;
    const least = sum / EASY;
    const most = sum * EASY;
    let i = from + 1;
    for (; i < to; i++) {
      sum += x[i]! - x[i - n]!;
      if (!(sum > least && sum < most)) break;
      out[i] = sum / n;
    }
    if (i < to) smaWithCare(x, n, out, i, to);
  }
}

/** The averages at the bars `from` … `to − 1`, of values of any sign and size, each window that holds an unknown one unknown. */
function smaWithCare(
  x: Float64Array,
  n: number,
  out: Float64Array,
  from: number,
  to: number,
): void {
  let sum = 0;
  let known = 0;
  let largest = 0;
  for (let i = from - n + 1; i < to; i++) {
    const value = x[i]!;
    if (value !== value) {
      sum = known = largest = 0;
      if (i >= from) out[i] = NaN;
      continue;
    }
    sum += value;
    if (++known > n) sum -= x[i - n]!;
    const size = Math.abs(sum);
    if (size > largest) largest = size;
    if (known >= n && size < CALM * largest) {
      sum = 0;
      for (let k = i - n + 1; k <= i; k++) sum += x[k]!;
      largest = Math.abs(sum);
    }
    if (i >= from) out[i] = known >= n ? sum / n : NaN;
  }
}

/** First bar from `from` on whose value is unknown, `to` when there is none before it. */
export function firstUnknown(x: Float64Array, from: number, to: number): number {
  let i = from;
  while (i < to && x[i]! === x[i]!) i++;
  return i;
}

/**
 * Exponential moving average with the weight 2/(n+1), seeded with the simple average of the first `n` values (as TA-Lib by
 * default). What is unknown makes the average unknown, which is looked for once a block, not once a bar.
 */
export function ema(x: Float64Array, n: number, out: Float64Array): void {
  const weight = 2 / (n + 1);
  const { length } = x;
  let i = 0;
  while (i < length) {
    let sum = 0;
    let known = 0;
    for (; i < length && known < n; i++) {
      const value = x[i]!;
      known = value === value ? known + 1 : 0;
      sum = known === 0 ? 0 : sum + value;
    }
    if (known < n) return;
    let average = sum / n;
    out[i - 1] = average;
    while (i < length && average === average) {
      const from = i;
      const to = Math.min(length, from + BLOCK);
      for (; i < to; i++) {
        average = (x[i]! - average) * weight + average;
        out[i] = average;
      }
      if (average === average) continue;
      // Back to the first unknown value; the recursion begins again after it.
      i = firstUnknown(x, from, to);
    }
  }
}
