/** Oscillators of price and volume, as TA-Lib computes them; flat stretches give 0. */
import { ema } from "./moving.ts";
import { highest, lowest } from "./window.ts";

/** Bars after which a running sum is made anew, so that rounding cannot pile up. */
const REFRESH = 512;

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
  let known = 0;
  let fastAverage = 0;
  let slowAverage = 0;
  let signalAverage = 0;
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value !== value) {
      known = 0;
      continue;
    }
    if (known === 0) {
      fastAverage = 0;
      slowAverage = 0;
      signalAverage = 0;
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
    const difference = fastAverage - slowAverage;
    const place = known - slow + 1;
    if (place <= signal) {
      signalAverage += difference;
      if (place < signal) continue;
      signalAverage /= signal;
    } else {
      signalAverage = (difference - signalAverage) * kSignal + signalAverage;
    }
    line[i] = difference;
    signalLine[i] = signalAverage;
    histogram[i] = difference - signalAverage;
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
  highest(high, kPeriod, k);
  lowest(low, kPeriod, d);
  // The unsmoothed value takes the place of the bottom that it is made of.
  for (let i = kPeriod - 1; i < close.length; i++) {
    const bottom = d[i]!;
    const range = k[i]! - bottom;
    d[i] = range === 0 ? 0 : 100 * ((close[i]! - bottom) / range);
  }
  meanOfPercents(d, kPeriod - 1, kSmoothing, k);
  meanOfPercents(k, kPeriod + kSmoothing - 2, dPeriod, d);
  // TA-Lib gives both from the same bar on.
  const first = kPeriod + kSmoothing + dPeriod - 3;
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
  for (let from = start + n - 1; from < length; from += REFRESH) {
    const to = Math.min(length, from + REFRESH);
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
  const bottom = new Float64Array(close.length).fill(NaN);
  highest(high, n, out);
  lowest(low, n, bottom);
  for (let i = 0; i < close.length; i++) {
    const range = out[i]! - bottom[i]!;
    // 0 without a sign: −100 × 0 would be −0.
    out[i] = range === 0 || out[i]! === close[i]! ? 0 : -100 * ((out[i]! - close[i]!) / range);
  }
}

/** Commodity channel index (Donald Lambert): distance of the typical price from its mean in units of 0.015 mean deviations. */
export function cci(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  n: number,
  out: Float64Array,
): void {
  const typical = new Float64Array(close.length);
  for (let i = 0; i < close.length; i++) typical[i] = (high[i]! + low[i]! + close[i]!) / 3;
  for (let i = n - 1; i < close.length; i++) {
    // Summed afresh: in a calm window the deviations are as small as the rounding of a running sum.
    let mean = 0;
    for (let k = i - n + 1; k <= i; k++) mean += typical[k]!;
    mean /= n;
    let deviation = 0;
    let same = true;
    const last = typical[i]!;
    for (let k = i - n + 1; k <= i; k++) {
      deviation += Math.abs(typical[k]! - mean);
      if (typical[k]! !== last) same = false;
    }
    const distance = last - mean;
    out[i] = same || deviation === 0 ? 0 : distance / (0.015 * (deviation / n));
  }
}

/**
 * Money flow index (Gene Quong and Avrum Soudack): RSI of typical price × volume over n changes.
 *
 * A window is the end of one stretch of n bars and the beginning of the next, and each of the two is summed towards their
 * border. Nothing is ever taken away from a sum: no digit is lost when a large flow leaves, and a side on which nothing flowed
 * is exactly 0.
 */
export function mfi(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  n: number,
  out: Float64Array,
): void {
  const { length } = close;
  // What came in, and went out, on the bars of this stretch; and on those of the one before, from a bar to its end.
  const ins = new Float64Array(n);
  const outs = new Float64Array(n);
  const insBefore = new Float64Array(n + 1);
  const outsBefore = new Float64Array(n + 1);
  let before = length > 0 ? (high[0]! + low[0]! + close[0]!) / 3 : 0;
  for (let from = 1; from < length; from += n) {
    const bars = Math.min(n, length - from);
    let up = 0;
    let down = 0;
    for (let k = 0; k < bars; k++) {
      const i = from + k;
      const typical = (high[i]! + low[i]! + close[i]!) / 3;
      const money = typical * volume[i]!;
      // Multiplied by truth, because which way the price goes is a branch nobody guesses.
      up += ins[k] = money * Number(typical > before);
      down += outs[k] = money * Number(typical < before);
      before = typical;
      const ups = up + insBefore[k + 1]!;
      const total = ups + (down + outsBefore[k + 1]!);
      if (i >= n) out[i] = total === 0 ? 0 : 100 * (ups / total);
    }
    sumFromEnd(ins, insBefore);
    sumFromEnd(outs, outsBefore);
  }
}

/** Into `rest[k]` the sum of the values from k to the end. */
function sumFromEnd(values: Float64Array, rest: Float64Array): void {
  let sum = 0;
  for (let k = values.length - 1; k >= 0; k--) {
    sum += values[k]!;
    rest[k] = sum;
  }
}

/** Rate of change in percent over n bars; 0 where the earlier value is 0, as TA-Lib. */
export function roc(x: Float64Array, n: number, out: Float64Array): void {
  for (let i = n; i < x.length; i++) {
    const before = x[i - n]!;
    const now = x[i]!;
    out[i] = before === 0 && now === now ? 0 : (now / before - 1) * 100;
  }
}

/** On-balance volume (Joseph Granville): the volume added on up closes, taken away on down closes. */
export function obv(close: Float64Array, volume: Float64Array, out: Float64Array): void {
  if (close.length === 0) return;
  let total = volume[0]!;
  out[0] = total;
  for (let i = 1; i < close.length; i++) {
    if (close[i]! > close[i - 1]!) total += volume[i]!;
    else if (close[i]! < close[i - 1]!) total -= volume[i]!;
    out[i] = total;
  }
}

/** Volume-weighted average price of the last n bars, unknown where nothing was traded. Summed as the money flow index is. */
export function vwap(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  n: number,
  out: Float64Array,
): void {
  const { length } = close;
  const money = new Float64Array(n);
  const amounts = new Float64Array(n);
  const moneyBefore = new Float64Array(n + 1);
  const amountBefore = new Float64Array(n + 1);
  for (let from = 0; from < length; from += n) {
    const bars = Math.min(n, length - from);
    let paid = 0;
    let amount = 0;
    for (let k = 0; k < bars; k++) {
      const i = from + k;
      amount += amounts[k] = volume[i]!;
      paid += money[k] = (high[i]! + low[i]! + close[i]!) / 3 * volume[i]!;
      const traded = amount + amountBefore[k + 1]!;
      if (i >= n - 1) out[i] = traded > 0 ? (paid + moneyBefore[k + 1]!) / traded : NaN;
    }
    sumFromEnd(money, moneyBefore);
    sumFromEnd(amounts, amountBefore);
  }
}

/** EMA of the close ± a multiple of the ATR (Chester Keltner, as Linda Raschke uses it). `atr` holds the ATR. */
export function keltner(
  close: Float64Array,
  atr: Float64Array,
  n: number,
  multiple: number,
  upper: Float64Array,
  middle: Float64Array,
  lower: Float64Array,
): void {
  ema(close, n, middle);
  for (let i = 0; i < close.length; i++) {
    const distance = multiple * atr[i]!;
    upper[i] = middle[i]! + distance;
    lower[i] = middle[i]! - distance;
    if (distance !== distance) middle[i] = NaN;
  }
}
