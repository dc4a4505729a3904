/** Indicators of trend. */

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
  let plusMove = 0;
  let minusMove = 0;
  let range = 0;
  let dxSum = 0;
  let adxValue = 0;
  for (let i = 1; i < close.length; i++) {
    const up = high[i]! - high[i - 1]!;
    const down = low[i - 1]! - low[i]!;
    const before = close[i - 1]!;
    let trueRange = high[i]! - low[i]!;
    const fromHigh = Math.abs(high[i]! - before);
    const fromLow = Math.abs(low[i]! - before);
    if (fromHigh > trueRange) trueRange = fromHigh;
    if (fromLow > trueRange) trueRange = fromLow;
    const plusNow = up > 0 && up > down ? up : 0;
    const minusNow = down > 0 && down > up ? down : 0;
    if (i < n) {
      plusMove += plusNow;
      minusMove += minusNow;
      range += trueRange;
      continue;
    }
    plusMove = plusMove - plusMove / n + plusNow;
    minusMove = minusMove - minusMove / n + minusNow;
    range = range - range / n + trueRange;
    const plusIndex = range === 0 ? 0 : 100 * (plusMove / range);
    const minusIndex = range === 0 ? 0 : 100 * (minusMove / range);
    plus[i] = plusIndex;
    minus[i] = minusIndex;
    const both = plusIndex + minusIndex;
    const known = both !== 0;
    const dx = known ? 100 * (Math.abs(minusIndex - plusIndex) / both) : 0;
    if (i < 2 * n - 1) {
      dxSum += dx;
    } else if (i === 2 * n - 1) {
      adxValue = (dxSum + dx) / n;
      average[i] = adxValue;
    } else {
      if (known) adxValue = (adxValue * (n - 1) + dx) / n;
      average[i] = adxValue;
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
