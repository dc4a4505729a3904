/**
 * Moving averages and sums. Every kernel writes into `out`, which comes filled with NaN, and treats a NaN in its input as
 * unknown: a window that holds one is unknown, a recursion begins again after it.
 */

/** Bars after which a running sum is made anew, so that rounding cannot pile up over a million bars. */
const BLOCK = 1024;

/**
 * Simple moving average of `n` values. The sum runs through blocks of bars and is made anew at the start of each; a block in
 * which something is unknown shows by a sum that is, and is gone through once more with care.
 */
export function sma(x: Float64Array, n: number, out: Float64Array): void {
  const { length } = x;
  for (let from = n - 1; from < length; from += BLOCK) {
    const to = Math.min(length, from + BLOCK);
    let sum = 0;
    for (let k = from - n + 1; k <= from; k++) sum += x[k]!;
    out[from] = sum / n;
    for (let i = from + 1; i < to; i++) {
      sum += x[i]! - x[i - n]!;
      out[i] = sum / n;
    }
    if (sum - sum !== 0) smaWithUnknowns(x, n, out, from, to);
  }
}

/** The averages at the bars `from` … `to − 1`, each window that holds an unknown value unknown. */
function smaWithUnknowns(
  x: Float64Array,
  n: number,
  out: Float64Array,
  from: number,
  to: number,
): void {
  let sum = 0;
  let known = 0;
  for (let i = from - n + 1; i < to; i++) {
    const value = x[i]!;
    known = value === value ? known + 1 : 0;
    sum = known === 0 ? 0 : sum + value;
    if (known > n) sum -= x[i - n]!;
    if (i >= from) out[i] = known >= n ? sum / n : NaN;
  }
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
      for (i = from; i < to && x[i]! === x[i]!;) i++;
    }
  }
}
