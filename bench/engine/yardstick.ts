/**
 * The yardstick: the same work as W1 and W3 in one plain hand-written loop, for this strategy and no other. It says what the
 * general engine costs on top.
 */
import type { CandleSeries } from "../../engine/mod.ts";

export interface YardstickResult {
  readonly equity: Float64Array;
  readonly trades: number;
  readonly maxDrawdown: number;
}

/** SMA 10/50 cross, all in; with `stop` and `target` as fractions of the fill (0 = none). */
export function crossLoop(
  candles: CandleSeries,
  { capital, fee, stop, target }: { capital: number; fee: number; stop: number; target: number },
): YardstickResult {
  const { open, high, low, close, length } = candles;
  const equity = new Float64Array(length);
  let fastSum = 0;
  let slowSum = 0;
  let above = 0;
  let cash = capital;
  let quantity = 0;
  let stopLevel = 0;
  let targetLevel = Infinity;
  let entryBar = -1;
  let order = 0;
  let trades = 0;
  let peak = capital;
  let maxDrawdown = 0;
  for (let i = 0; i < length; i++) {
    if (order === -1 && quantity > 0) {
      cash += quantity * open[i]! * (1 - fee);
      quantity = 0;
      trades++;
    } else if (order === 1 && quantity === 0) {
      const fill = open[i]!;
      quantity = cash / (fill * (1 + fee));
      cash -= quantity * fill * (1 + fee);
      entryBar = i;
      if (stop > 0) {
        stopLevel = fill * (1 - stop);
        targetLevel = fill * (1 + target);
      }
    }
    order = 0;
    if (quantity > 0 && stop > 0) {
      let exit = 0;
      if (i !== entryBar && open[i]! <= stopLevel) exit = open[i]!;
      else if (low[i]! <= stopLevel) exit = stopLevel;
      else if (high[i]! > targetLevel) exit = targetLevel;
      if (exit > 0) {
        cash += quantity * exit * (1 - fee);
        quantity = 0;
        trades++;
      }
    }
    const price = close[i]!;
    const value = cash + quantity * price;
    equity[i] = value;
    if (value > peak) peak = value;
    else if (value / peak - 1 < maxDrawdown) maxDrawdown = value / peak - 1;
    fastSum += price;
    slowSum += price;
    if (i >= 10) fastSum -= close[i - 10]!;
    if (i >= 50) slowSum -= close[i - 50]!;
    if (i < 49) continue;
    const now = fastSum / 10 > slowSum / 50 ? 1 : -1;
    if (above !== 0 && now !== above) order = now;
    above = now;
  }
  return { equity, trades, maxDrawdown };
}

/** One value a pair of averages, row by row. */
export interface SweepYardstick {
  readonly returns: Float64Array;
  readonly drawdowns: Float64Array;
  readonly trades: Float64Array;
}

/** Every pair of averages: the averages once each, then one loop a pair. */
export function sweepLoop(
  { open, close, length }: CandleSeries,
  fastPeriods: readonly number[],
  slowPeriods: readonly number[],
  { capital, fee }: { capital: number; fee: number },
): SweepYardstick {
  const averages = (period: number) => {
    const out = new Float64Array(length);
    let sum = 0;
    for (let i = 0; i < length; i++) {
      sum += close[i]!;
      if (i >= period) sum -= close[i - period]!;
      out[i] = sum / period;
    }
    return out;
  };
  const fasts = fastPeriods.map(averages);
  const slows = slowPeriods.map(averages);
  const cells = fasts.length * slows.length;
  const result = {
    returns: new Float64Array(cells),
    drawdowns: new Float64Array(cells),
    trades: new Float64Array(cells),
  };
  fasts.forEach((fast, f) => {
    slows.forEach((slow, s) => {
      const first = Math.max(fastPeriods[f]!, slowPeriods[s]!) - 1;
      pairLoop({ open, close, fast, slow, first, capital, fee }, result, f * slows.length + s);
    });
  });
  return result;
}

interface Pair {
  readonly open: Float64Array;
  readonly close: Float64Array;
  readonly fast: Float64Array;
  readonly slow: Float64Array;
  /** First bar at which both are known. */
  readonly first: number;
  readonly capital: number;
  readonly fee: number;
}

function pairLoop(
  { open, close, fast, slow, first, capital, fee }: Pair,
  { returns, drawdowns, trades }: SweepYardstick,
  cell: number,
): void {
  let cash = capital;
  let quantity = 0;
  let order = 0;
  let closed = 0;
  let peak = capital;
  let maxDrawdown = 0;
  let value = capital;
  let above = fast[first]! > slow[first]!;
  for (let i = first + 1; i < close.length; i++) {
    if (order === 1 && quantity === 0) {
      quantity = cash / (open[i]! * (1 + fee));
      cash -= quantity * open[i]! * (1 + fee);
    } else if (order === -1 && quantity > 0) {
      cash += quantity * open[i]! * (1 - fee);
      quantity = 0;
      closed++;
    }
    order = 0;
    value = cash + quantity * close[i]!;
    if (value > peak) peak = value;
    else if (value < peak * (1 + maxDrawdown)) maxDrawdown = value / peak - 1;
    const now = fast[i]! > slow[i]!;
    if (now !== above) order = now ? 1 : -1;
    above = now;
  }
  returns[cell] = value / capital - 1;
  drawdowns[cell] = maxDrawdown;
  trades[cell] = closed;
}
