/** Returns month by month. */
import type { CandleSeries } from "../candles/candle_series.ts";

export interface MonthlyReturn {
  readonly year: number;
  /** 1 … 12, UTC, of open times. */
  readonly month: number;
  /** Last equity of the month / last equity of the month before (the capital before the first) − 1. */
  readonly return: number;
}

/** Months without candles are left out. */
export function monthlyReturns(
  equity: Float64Array,
  { time, length }: CandleSeries,
  capital: number,
): MonthlyReturn[] {
  const months: MonthlyReturn[] = [];
  let before = capital;
  for (let i = 0; i < length;) {
    const date = new Date(time[i]!);
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth();
    const next = firstAtOrAfter(time, Date.UTC(year, month + 1), i + 1, length);
    const value = equity[next - 1]!;
    months.push({ year, month: month + 1, return: before > 0 ? value / before - 1 : 0 });
    before = value;
    i = next;
  }
  return months;
}

function firstAtOrAfter(time: Float64Array, timeMs: number, from: number, to: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle]! < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
