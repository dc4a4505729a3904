/** Indicators smoothed as J. Welles Wilder does (New Concepts in Technical Trading Systems, 1978). */

/** Relative strength index of `n` changes: 100 × gains / (gains + losses), 0 where nothing moved. First value at index n. */
export function rsi(x: Float64Array, n: number, out: Float64Array): void {
  let known = 0;
  let previous = 0;
  let gain = 0;
  let loss = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value !== value) {
      known = 0;
      continue;
    }
    const change = value - previous;
    previous = value;
    known++;
    if (known === 1) {
      gain = 0;
      loss = 0;
      continue;
    }
    const up = change > 0 ? change : 0;
    const down = change < 0 ? -change : 0;
    if (known <= n + 1) {
      gain += up;
      loss += down;
      if (known <= n) continue;
      gain /= n;
      loss /= n;
    } else {
      gain = (gain * (n - 1) + up) / n;
      loss = (loss * (n - 1) + down) / n;
    }
    const total = gain + loss;
    out[i] = total === 0 ? 0 : 100 * (gain / total);
  }
}

/**
 * Average true range: the mean of the first `n` true ranges (from bar 1 on), then Wilder's smoothing. First value at index n.
 */
export function atr(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  n: number,
  out: Float64Array,
): void {
  let average = 0;
  for (let i = 1; i < close.length; i++) {
    const before = close[i - 1]!;
    const h = high[i]!;
    const l = low[i]!;
    let range = h - l;
    const up = Math.abs(h - before);
    const down = Math.abs(before - l);
    if (up > range) range = up;
    if (down > range) range = down;
    if (i < n) {
      average += range;
    } else {
      average = i === n ? (average + range) / n : (average * (n - 1) + range) / n;
      out[i] = average;
    }
  }
}
