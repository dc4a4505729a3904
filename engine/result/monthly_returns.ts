/** Returns month by month. */
import { type CandleTimes, firstAtOrAfter } from "../candles/candle_series.ts";

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
  candles: CandleTimes,
  capital: number,
): MonthlyReturn[] {
  const { time, length } = candles;
  const months: MonthlyReturn[] = [];
  let before = capital;
  for (let i = 0; i < length;) {
    const date = new Date(time[i]!);
    const year = date.getUTCFullYear();
    const month = date.getUTCMonth();
    // The last month that a date can hold has no next one.
    const next = Math.max(i + 1, firstAtOrAfter(candles, Date.UTC(year, month + 1)));
    const value = equity[next - 1]!;
    months.push({ year, month: month + 1, return: before > 0 ? value / before - 1 : 0 });
    before = value;
    i = next;
  }
  return months;
}
