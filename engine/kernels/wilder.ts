/** Indicators smoothed as J. Welles Wilder does (New Concepts in Technical Trading Systems, 1978). */
import { firstUnknown } from "./moving.ts";

/** Bars between two looks whether something has become unknown. */
const BLOCK = 1024;

/**
 * Relative strength index of `n` changes: 100 × gains / (gains + losses), 0 where nothing moved. First value at index n. Of a
 * change c the gain is (c + |c|) / 2, exactly, and the loss gain − c: which way a price goes is a branch nobody guesses.
 */
export function rsi(x: Float64Array, n: number, out: Float64Array): void {
  const keep = (n - 1) / n;
  const add = 1 / n;
  const { length } = x;
  let i = 0;
  while (i < length) {
    let gain = 0;
    let loss = 0;
    let known = 0;
    let previous = 0;
    for (; i < length && known <= n; i++) {
      const value = x[i]!;
      if (value !== value) {
        known = 0;
        continue;
      }
      if (known++ === 0) {
        gain = 0;
        loss = 0;
      } else {
        const change = value - previous;
        const up = (change + Math.abs(change)) / 2;
        gain += up;
        loss += up - change;
      }
      previous = value;
    }
    if (known <= n) return;
    gain /= n;
    loss /= n;
    out[i - 1] = strength(gain, loss);
    while (i < length && previous === previous) {
      const from = i;
      const to = Math.min(length, from + BLOCK);
      for (; i < to; i++) {
        const value = x[i]!;
        const change = value - previous;
        const up = (change + Math.abs(change)) / 2;
        gain = gain * keep + up * add;
        loss = loss * keep + (up - change) * add;
        out[i] = strength(gain, loss);
        previous = value;
      }
      if (gain === gain) continue;
      // Back to the first unknown value; what was written from there on is unknown too.
      i = firstUnknown(x, from, to);
      out.fill(NaN, i, to);
      previous = NaN;
    }
  }
}

function strength(gain: number, loss: number): number {
  const total = gain + loss;
  return total === 0 ? 0 : 100 * (gain / total);
}

/** Average true range: the mean of the first `n` true ranges (from bar 1 on), then Wilder's smoothing. First value at index n. */
export function atr(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  n: number,
  out: Float64Array,
): void {
  const { length } = close;
  if (length <= n) return;
  const keep = (n - 1) / n;
  const add = 1 / n;
  let average = 0;
  for (let i = 1; i <= n; i++) average += trueRange(high[i]!, low[i]!, close[i - 1]!);
  average /= n;
  out[n] = average;
  let before = close[n]!;
  for (let i = n + 1; i < length; i++) {
    const range = trueRange(high[i]!, low[i]!, before);
    before = close[i]!;
    average = average * keep + range * add;
    out[i] = average;
  }
}

/** The candle, widened to the close before it. */
function trueRange(high: number, low: number, before: number): number {
  return (before > high ? before : high) - (before < low ? before : low);
}
