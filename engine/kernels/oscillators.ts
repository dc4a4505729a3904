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
    let sum = sumOfLast(x, n, from);
    out[from] = sum / n;
    for (let i = from + 1; i < to; i++) {
      sum += x[i]! - x[i - n]!;
      if (sum < least || sum > most) sum = sumOfLast(x, n, i);
      out[i] = sum / n;
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

/** Money flow index (Gene Quong and Avrum Soudack): RSI of typical price × volume over n changes. */
export function mfi(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  n: number,
  out: Float64Array,
): void {
  // Flows of each bar, signed: a sum of n of them is kept for either side.
  const flow = new Float64Array(close.length);
  let before = 0;
  let up = 0;
  let down = 0;
  let moves = 0;
  let age = 0;
  for (let i = 0; i < close.length; i++) {
    const typical = (high[i]! + low[i]! + close[i]!) / 3;
    if (i > 0) {
      const money = typical * volume[i]!;
      flow[i] = typical > before ? money : typical < before ? -money : 0;
    }
    before = typical;
    const now = flow[i]!;
    if (now > 0) up += now;
    else down -= now;
    if (now !== 0) moves++;
    if (i > n) {
      const gone = flow[i - n]!;
      if (gone > 0) up -= gone;
      else down += gone;
      if (gone !== 0) moves--;
    }
    if (i < n) continue;
    if (++age >= REFRESH || moves === 0) {
      age = 0;
      up = 0;
      down = 0;
      for (let k = i - n + 1; k <= i; k++) {
        if (flow[k]! > 0) up += flow[k]!;
        else down -= flow[k]!;
      }
    }
    // A residue of rounding must not turn "nothing went down" into less than nothing.
    const ups = up > 0 ? up : 0;
    const downs = down > 0 ? down : 0;
    const total = ups + downs;
    out[i] = moves === 0 || total === 0 ? 0 : 100 * (ups / total);
  }
}

/** Rate of change in percent over n bars; 0 where the earlier value is 0, as TA-Lib. */
export function roc(x: Float64Array, n: number, out: Float64Array): void {
  for (let i = n; i < x.length; i++) {
    const before = x[i - n]!;
    out[i] = before === 0 ? 0 : (x[i]! / before - 1) * 100;
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

/** Volume-weighted average price of the last n bars; unknown where nothing was traded. */
export function vwap(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  n: number,
  out: Float64Array,
): void {
  let money = 0;
  let amount = 0;
  let traded = 0;
  let age = 0;
  const value = (i: number) => (high[i]! + low[i]! + close[i]!) / 3 * volume[i]!;
  for (let i = 0; i < close.length; i++) {
    money += value(i);
    amount += volume[i]!;
    if (volume[i]! > 0) traded++;
    if (i >= n) {
      money -= value(i - n);
      amount -= volume[i - n]!;
      if (volume[i - n]! > 0) traded--;
    }
    if (i < n - 1) continue;
    // Once a large volume has left, what rounding left of it would weigh on the small ones.
    if (++age >= REFRESH || (i >= n && volume[i - n]! > amount)) {
      age = 0;
      money = 0;
      amount = 0;
      for (let k = i - n + 1; k <= i; k++) {
        money += value(k);
        amount += volume[k]!;
      }
    }
    if (traded > 0) out[i] = money / amount;
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
