/** Price and volume together. Volumes are never negative. */

/**
 * Money flow index (Gene Quong and Avrum Soudack): RSI of typical price × volume over n changes.
 *
 * A window is the end of one stretch of n bars and the beginning of the next. Each is summed up towards their border, so that
 * nothing is ever taken away from a sum: no digit is lost when a large flow leaves, and a side on which nothing flowed is 0.
 */
export function mfi(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  n: number,
  out: Float64Array,
): void {
  const flow = new Float64Array(n);
  // What flowed from a bar of the stretch before to its end; nothing from behind its last bar.
  const upRest = new Float64Array(n + 1);
  const downRest = new Float64Array(n + 1);
  let before = close.length > 0 ? (high[0]! + low[0]! + close[0]!) / 3 : 0;
  for (let from = 1; from < close.length; from += n) {
    const bars = Math.min(n, close.length - from);
    let up = 0;
    let down = 0;
    for (let k = 0; k < bars; k++) {
      const i = from + k;
      const typical = (high[i]! + low[i]! + close[i]!) / 3;
      const money = typical * volume[i]!;
      // Multiplied by truth, because the direction is a branch nobody guesses.
      const rise = money * Number(typical > before);
      const fall = money * Number(typical < before);
      before = typical;
      flow[k] = rise - fall;
      up += rise;
      down += fall;
      const ups = up + upRest[k + 1]!;
      const total = ups + (down + downRest[k + 1]!);
      if (i >= n) out[i] = total === 0 ? 0 : 100 * (ups / total);
    }
    up = 0;
    down = 0;
    for (let k = bars - 1; k >= 0; k--) {
      const now = flow[k]!;
      // (f + |f|) / 2 is f where it is positive, else 0, exactly.
      const rise = (now + Math.abs(now)) * 0.5;
      up += rise;
      down += rise - now;
      upRest[k] = up;
      downRest[k] = down;
    }
  }
}

/** On-balance volume (Joseph Granville): the volume added on up closes, taken away on down closes. */
export function obv(close: Float64Array, volume: Float64Array, out: Float64Array): void {
  if (close.length === 0) return;
  let total = volume[0]!;
  let before = close[0]!;
  out[0] = total;
  for (let i = 1; i < close.length; i++) {
    const now = close[i]!;
    // 1, −1 or 0: multiplied, because the direction is a branch nobody guesses.
    total += volume[i]! * (Number(now > before) - Number(now < before));
    before = now;
    out[i] = total;
  }
}

/** Volume-weighted average price of the last n bars; unknown where nothing was traded. Summed as the money flow is. */
export function vwap(
  high: Float64Array,
  low: Float64Array,
  close: Float64Array,
  volume: Float64Array,
  n: number,
  out: Float64Array,
): void {
  const flow = new Float64Array(n);
  const moneyRest = new Float64Array(n + 1);
  const amountRest = new Float64Array(n + 1);
  for (let from = 0; from < close.length; from += n) {
    const bars = Math.min(n, close.length - from);
    let money = 0;
    let amount = 0;
    for (let k = 0; k < bars; k++) {
      const i = from + k;
      const traded = volume[i]!;
      const paid = (high[i]! + low[i]! + close[i]!) / 3 * traded;
      flow[k] = paid;
      money += paid;
      amount += traded;
      const all = amount + amountRest[k + 1]!;
      if (i >= n - 1 && all > 0) out[i] = (money + moneyRest[k + 1]!) / all;
    }
    money = 0;
    amount = 0;
    for (let k = bars - 1; k >= 0; k--) {
      money += flow[k]!;
      amount += volume[from + k]!;
      moneyRest[k] = money;
      amountRest[k] = amount;
    }
  }
}
