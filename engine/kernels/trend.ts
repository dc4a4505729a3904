/** Indicators of trend. */
import { ema } from "./moving.ts";

/** What a smoothed sum fades to while the price stands still for long: digits are lost down there, and 1 / x is infinite. */
const NOTHING = 1e-300;

/**
 * Directional movement (Wilder, 1978), as TA-Lib: sums over the first n − 1 changes, then Wilder's smoothing. The directional
 * indicators begin at bar n, their average at bar 2n − 1.
 */
export function adx(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  n: number,
  average: Float64Array,
  plus: Float64Array,
  minus: Float64Array,
): void {
  const keep = (n - 1) / n;
  const add = 1 / n;
  const begins = 2 * n - 1;
  let plusMove = 0;
  let minusMove = 0;
  let range = 0;
  let adxValue = 0;
  let h0 = high[0]!;
  let l0 = low[0]!;
  for (let i = 1; i < close.length; i++) {
    const h = high[i]!;
    const l = low[i]!;
    const before = close[i - 1]!;
    const up = h - h0;
    const down = l0 - l;
    h0 = h;
    l0 = l;
    // The candle, widened to the close before it.
    const trueRange = (before > h ? before : h) - (before < l ? before : l);
    // The larger of the two moves counts, if it is one; multiplied by truth, because the branch would be a guess.
    const plusNow = up * (Number(up > down) & Number(up > 0));
    const minusNow = down * (Number(down > up) & Number(down > 0));
    if (i < n) {
      plusMove += plusNow;
      minusMove += minusNow;
      range += trueRange;
      continue;
    }
    plusMove = plusMove * keep + plusNow;
    minusMove = minusMove * keep + minusNow;
    range = range * keep + trueRange;
    const scale = range < NOTHING ? 0 : 100 / range;
    plus[i] = plusMove * scale;
    minus[i] = minusMove * scale;
    const both = plusMove + minusMove;
    const known = both > NOTHING;
    const dx = known ? 100 * (Math.abs(minusMove - plusMove) / both) : 0;
    if (i > begins) {
      if (known) adxValue = adxValue * keep + dx * add;
      average[i] = adxValue;
    } else {
      adxValue += dx;
      if (i === begins) average[i] = adxValue /= n;
    }
  }
}

/**
 * Supertrend (Olivier Seban): bands of hl2 ± multiple × ATR that only tighten while they hold. `atr` holds the ATR, whose
 * first value is at bar `first`; the trend starts down there.
 */
export function supertrend(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  atr: Float64Array,
  multiple: number,
  first: number,
  line: Float64Array,
  up: Uint8Array,
): void {
  let upper = 0;
  let lower = 0;
  let rising = false;
  for (let i = first; i < close.length; i++) {
    const middle = (high[i]! + low[i]!) / 2;
    const distance = multiple * atr[i]!;
    const basicUpper = middle + distance;
    const basicLower = middle - distance;
    if (i === first) {
      upper = basicUpper;
      lower = basicLower;
    } else {
      const before = close[i - 1]!;
      if (basicUpper < upper || before > upper) upper = basicUpper;
      if (basicLower > lower || before < lower) lower = basicLower;
      if (rising) rising = !(close[i]! < lower);
      else rising = close[i]! > upper;
    }
    line[i] = rising ? lower : upper;
    up[i] = rising ? 1 : 0;
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
