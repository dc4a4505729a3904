/**
 * Highest high and lowest low of the last bars, both at once and without a branch on the price: where a price goes next is a
 * guess, and a wrong guess costs more than the comparison.
 *
 * The larger of two numbers is b + (d + |d|) / 2 with d = a − b. While a and b are within a factor of two of each other,
 * a − b is exact (Sterbenz 1974), and so is the result. A window in which prices are further apart is searched bar by bar.
 */

/** Bars computed at once: what is kept of them stays in the processor's nearest memory. */
const BLOCK = 512;
/** Less than two, so that the last digit of an inexact extreme cannot hide that the factor is exceeded. */
const FACTOR = 1.9;
/** Below it there is nothing to gain. */
const LEAST = 4;

/**
 * Writes the extremes of the bars i − n + 1 … i from bar n − 1 on. A window that holds an unknown value is unknown. `top` and
 * `bottom` may not be the inputs.
 */
export function windowExtremes(
  high: Float64Array,
  low: Float64Array,
  n: number,
  top: Float64Array,
  bottom: Float64Array,
): void {
  const { length } = high;
  if (n < LEAST) {
    for (let i = n - 1; i < length; i++) directly(high, low, n, top, bottom, i);
    return;
  }
  const highs = new Float64Array(BLOCK + n);
  const lows = new Float64Array(BLOCK + n);
  for (let from = n - 1; from < length; from += BLOCK) {
    const base = from - n + 1;
    const bars = Math.min(length, from + BLOCK) - base;
    extremesOfFour(high, low, base, bars, highs, lows);
    let width = 4;
    // Four windows of `width` cover n as soon as 4 × width ≥ n.
    for (let first = 3; 4 * width < n; width *= 2) {
      first += width;
      widen(highs, lows, width, first, bars);
    }
    join(highs, lows, width, n, bars, base, top, bottom);
    for (let i = from; i < base + bars; i++) {
      if (top[i]! > FACTOR * bottom[i]!) directly(high, low, n, top, bottom, i);
    }
  }
}

/** The extremes of the four bars base + k − 3 … base + k, at k = 3 … bars − 1. */
function extremesOfFour(
  high: Float64Array,
  low: Float64Array,
  base: number,
  bars: number,
  highs: Float64Array,
  lows: Float64Array,
): void {
  let h = high[base]!;
  let l = low[base]!;
  // Extremes of the pairs that end two bars and one bar ago.
  let top2 = h;
  let top1 = h;
  let bottom2 = l;
  let bottom1 = l;
  for (let k = 1; k < bars; k++) {
    const nextHigh = high[base + k]!;
    const nextLow = low[base + k]!;
    const rise = h - nextHigh;
    const top = nextHigh + (rise + Math.abs(rise)) * 0.5;
    const fall = nextLow - l;
    const bottom = nextLow - (fall + Math.abs(fall)) * 0.5;
    h = nextHigh;
    l = nextLow;
    const rise2 = top2 - top;
    highs[k] = top + (rise2 + Math.abs(rise2)) * 0.5;
    const fall2 = bottom - bottom2;
    lows[k] = bottom - (fall2 + Math.abs(fall2)) * 0.5;
    top2 = top1;
    top1 = top;
    bottom2 = bottom1;
    bottom1 = bottom;
  }
}

/** From windows of `width` bars to windows of twice as many, in place, at the places `first` … bars − 1. */
function widen(
  highs: Float64Array,
  lows: Float64Array,
  width: number,
  first: number,
  bars: number,
): void {
  for (let k = bars - 1; k >= first; k--) {
    const top = highs[k]!;
    const rise = highs[k - width]! - top;
    highs[k] = top + (rise + Math.abs(rise)) * 0.5;
    const bottom = lows[k]!;
    const fall = bottom - lows[k - width]!;
    lows[k] = bottom - (fall + Math.abs(fall)) * 0.5;
  }
}

/** Joins four windows of `width` bars that together are the last n. */
function join(
  highs: Float64Array,
  lows: Float64Array,
  width: number,
  n: number,
  bars: number,
  base: number,
  top: Float64Array,
  bottom: Float64Array,
): void {
  const third = n - width;
  const second = Math.min(2 * width, third);
  const first = Math.min(width, third);
  for (let k = n - 1; k < bars; k++) {
    const a = highs[k]!;
    const c = highs[k - second]!;
    const ab = highs[k - first]! - a;
    const cd = highs[k - third]! - c;
    const late = a + (ab + Math.abs(ab)) * 0.5;
    const early = c + (cd + Math.abs(cd)) * 0.5;
    const rise = early - late;
    top[base + k] = late + (rise + Math.abs(rise)) * 0.5;
    const w = lows[k]!;
    const y = lows[k - second]!;
    const wx = w - lows[k - first]!;
    const yz = y - lows[k - third]!;
    const lateLow = w - (wx + Math.abs(wx)) * 0.5;
    const earlyLow = y - (yz + Math.abs(yz)) * 0.5;
    const fall = lateLow - earlyLow;
    bottom[base + k] = lateLow - (fall + Math.abs(fall)) * 0.5;
  }
}

/** One window by itself. */
function directly(
  high: Float64Array,
  low: Float64Array,
  n: number,
  top: Float64Array,
  bottom: Float64Array,
  i: number,
): void {
  let most = high[i]!;
  let least = low[i]!;
  for (let k = i - n + 1; k < i; k++) {
    // Math.max and Math.min carry NaN along.
    most = Math.max(most, high[k]!);
    least = Math.min(least, low[k]!);
  }
  top[i] = most;
  bottom[i] = least;
}
