/** Oscillators of the price, as TA-Lib computes them; flat stretches give 0. */
import { windowExtremes } from "./extremes.ts";

/** Bars that are worked on at once: what is kept of them stays in the nearest memory. */
const BLOCK = 1024;

/**
 * Moving average convergence/divergence (Gerald Appel). As in TA-Lib both averages are seeded at the bar at which the slow one
 * begins, the signal with the simple average of the first values, and all three begin together.
 */
export function macd(
  x: Float64Array,
  fast: number,
  slow: number,
  signal: number,
  line: Float64Array,
  signalLine: Float64Array,
  histogram: Float64Array,
): void {
  const kFast = 2 / (fast + 1);
  const kSlow = 2 / (slow + 1);
  const kSignal = 2 / (signal + 1);
  const { length } = x;
  const last = slow + signal - 1;
  let i = 0;
  while (i < length) {
    let fastAverage = 0;
    let slowAverage = 0;
    let signalAverage = 0;
    // Both averages are seeded at the bar at which the slow one begins; the signal with the mean of the first differences.
    for (let known = 0; known < last; i++) {
      if (i >= length) return;
      const value = x[i]!;
      if (value !== value) {
        known = 0;
        fastAverage = 0;
        slowAverage = 0;
        signalAverage = 0;
        continue;
      }
      known++;
      if (known <= slow) {
        slowAverage += value;
        if (known > slow - fast) fastAverage += value;
        if (known < slow) continue;
        slowAverage /= slow;
        fastAverage /= fast;
      } else {
        slowAverage = (value - slowAverage) * kSlow + slowAverage;
        fastAverage = (value - fastAverage) * kFast + fastAverage;
      }
      signalAverage += fastAverage - slowAverage;
    }
    signalAverage /= signal;
    line[i - 1] = fastAverage - slowAverage;
    signalLine[i - 1] = signalAverage;
    histogram[i - 1] = fastAverage - slowAverage - signalAverage;
    while (i < length && signalAverage === signalAverage) {
      const from = i;
      const to = Math.min(length, from + BLOCK);
      for (; i < to; i++) {
        const value = x[i]!;
        slowAverage = (value - slowAverage) * kSlow + slowAverage;
        fastAverage = (value - fastAverage) * kFast + fastAverage;
        const difference = fastAverage - slowAverage;
        signalAverage = (difference - signalAverage) * kSignal + signalAverage;
        line[i] = difference;
        signalLine[i] = signalAverage;
        histogram[i] = difference - signalAverage;
      }
      if (signalAverage === signalAverage) continue;
      // Back to the first unknown value; the recursion begins again after it.
      for (i = from; i < to && x[i]! === x[i]!;) i++;
    }
  }
}

/**
 * Slow stochastic (George Lane): where the close stands in the range of the last bars, smoothed, and its average. Never below 0
 * or above 100, and exactly there where all that is averaged is.
 */
export function stochastic(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  kPeriod: number,
  kSmoothing: number,
  dPeriod: number,
  k: Float64Array,
  d: Float64Array,
): void {
  windowExtremes(high, low, kPeriod, k, d);
  // The unsmoothed value takes the place of the bottom that it is made of.
  for (let i = kPeriod - 1; i < close.length; i++) {
    const bottom = d[i]!;
    const range = k[i]! - bottom;
    d[i] = range === 0 ? 0 : 100 * ((close[i]! - bottom) / range);
  }
  meanOfPercents(d, kPeriod - 1, kSmoothing, k);
  meanOfPercents(k, kPeriod + kSmoothing - 2, dPeriod, d);
  // TA-Lib gives both from the same bar on.
  const first = Math.min(close.length, kPeriod + kSmoothing + dPeriod - 3);
  k.fill(NaN, 0, first);
  d.fill(NaN, 0, first);
}

/** Means this near to 0 or 100 are taken window by window: the rounding of a running sum would lead beyond. */
const EDGE = 0.1;

/** Simple averages of the last `n` of values from 0 to 100, which are known from bar `start` on. */
function meanOfPercents(x: Float64Array, start: number, n: number, out: Float64Array): void {
  if (n === 1) return out.set(x);
  const { length } = x;
  const least = n * EDGE;
  const most = n * (100 - EDGE);
  for (let from = start + n - 1; from < length; from += BLOCK) {
    const to = Math.min(length, from + BLOCK);
    let i = from;
    while (i < to) {
      let sum = sumOfLast(x, n, i);
      out[i++] = sum / n;
      for (; i < to; i++) {
        sum += x[i]! - x[i - n]!;
        if (!(sum > least && sum < most)) break;
        out[i] = sum / n;
      }
    }
  }
}

function sumOfLast(x: Float64Array, n: number, i: number): number {
  let sum = 0;
  for (let k = i - n + 1; k <= i; k++) sum += x[k]!;
  return sum;
}

/** Williams %R: −100 at the bottom of the range of the last n bars, 0 at its top. */
export function williamsR(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  n: number,
  out: Float64Array,
): void {
  const bottoms = new Float64Array(BLOCK + n - 1);
  for (let from = 0; from + n <= close.length; from += BLOCK) {
    const to = Math.min(close.length, from + BLOCK + n - 1);
    const top = out.subarray(from, to);
    // The first n − 1 places of the block stay as they are: they belong to the block before.
    windowExtremes(high.subarray(from, to), low.subarray(from, to), n, top, bottoms);
    for (let i = from + n - 1; i < to; i++) {
      const range = out[i]! - bottoms[i - from]!;
      // 0 without a sign: −100 × 0 would be −0.
      out[i] = range === 0 || out[i]! === close[i]! ? 0 : -100 * ((out[i]! - close[i]!) / range);
    }
  }
}

/** Commodity channel index (Donald Lambert). Four windows are summed side by side, each in its own order: the same digits. */
export function cci(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  n: number,
  out: Float64Array,
): void {
  const typical = new Float64Array(BLOCK + n);
  // How many of the last values are equal: of equal ones the mean may be off by a rounding, and the index must be 0.
  let equal = 0;
  let before = NaN;
  for (let base = 0; base + n <= close.length; base += BLOCK) {
    const bars = Math.min(close.length - base, BLOCK + n - 1);
    for (let k = 0; k < bars; k++) {
      typical[k] = (high[base + k]! + low[base + k]! + close[base + k]!) / 3;
    }
    let k = n - 1;
    for (; k + 3 < bars; k += 4) fourIndices(typical, n, k, out, base);
    for (; k < bars; k++) oneIndex(typical, n, k, out, base);
    for (let j = base === 0 ? 0 : n - 1; j < bars; j++) {
      const value = typical[j]!;
      equal = (equal + 1) * Number(value === before) + Number(value !== before);
      before = value;
      if (equal >= n) out[base + j] = 0;
    }
  }
}
function fourIndices(
  typical: Float64Array,
  n: number,
  k: number,
  out: Float64Array,
  base: number,
): void {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let j = k - n + 1; j <= k; j++) {
    a += typical[j]!;
    b += typical[j + 1]!;
    c += typical[j + 2]!;
    d += typical[j + 3]!;
  }
  a /= n;
  b /= n;
  c /= n;
  d /= n;
  let da = 0;
  let db = 0;
  let dc = 0;
  let dd = 0;
  for (let j = k - n + 1; j <= k; j++) {
    da += Math.abs(typical[j]! - a);
    db += Math.abs(typical[j + 1]! - b);
    dc += Math.abs(typical[j + 2]! - c);
    dd += Math.abs(typical[j + 3]! - d);
  }
  out[base + k] = indexOf(typical[k]! - a, da, n);
  out[base + k + 1] = indexOf(typical[k + 1]! - b, db, n);
  out[base + k + 2] = indexOf(typical[k + 2]! - c, dc, n);
  out[base + k + 3] = indexOf(typical[k + 3]! - d, dd, n);
}

function oneIndex(
  typical: Float64Array,
  n: number,
  k: number,
  out: Float64Array,
  base: number,
): void {
  let mean = 0;
  for (let j = k - n + 1; j <= k; j++) mean += typical[j]!;
  mean /= n;
  let deviation = 0;
  for (let j = k - n + 1; j <= k; j++) deviation += Math.abs(typical[j]! - mean);
  out[base + k] = indexOf(typical[k]! - mean, deviation, n);
}

function indexOf(distance: number, deviation: number, n: number): number {
  return deviation === 0 ? 0 : distance / (0.015 * (deviation / n));
}

/** Rate of change in percent over n bars; 0 where the earlier value is 0, as TA-Lib. */
export function roc(x: Float64Array, n: number, out: Float64Array): void {
  for (let i = n; i < x.length; i++) {
    const before = x[i - n]!;
    const now = x[i]!;
    out[i] = before === 0 && now === now ? 0 : (now / before - 1) * 100;
  }
}
