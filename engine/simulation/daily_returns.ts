/**
 * Daily returns: from the last equity of each UTC date (of open times) to that of the next, the first against the capital;
 * dates without candles are skipped.
 */
import type { CandleSeries } from "../candles/candle_series.ts";
import { DAYS_OF_YEAR, type RunSettings } from "./settings.ts";

const DAY_MS = 86_400_000;

/** The last bar of each UTC date that has one. */
export type DayEnds = Int32Array;

export interface DailyReturns {
  readonly days: number;
  readonly mean: number;
  /** Σ (r − mean)², 0 where all are equal. */
  readonly squares: number;
  /** Σ min(r, 0)². */
  readonly downsideSquares: number;
}

/** How many days lie between two returns: one, or as many as a candle is long. */
export function daysOfReturn({ timeframeMs }: Pick<CandleSeries, "timeframeMs">): number {
  return Math.max(1, timeframeMs / DAY_MS);
}

/** How many returns a year has: one a trading day; of longer candles as many as there are candles. */
export function returnsPerYear(
  candles: Pick<CandleSeries, "timeframeMs">,
  { tradingDaysPerYear = DAYS_OF_YEAR }: Pick<RunSettings, "tradingDaysPerYear">,
): number {
  const days = daysOfReturn(candles);
  return days > 1 ? DAYS_OF_YEAR / days : tradingDaysPerYear;
}

/** Finds the last bar of each date, leaping a day at a time. */
export function dayEndsOf({ time, length, timeframeMs }: CandleSeries): DayEnds {
  if (length === 0) return new Int32Array(0);
  const dates = Math.floor(time[length - 1]! / DAY_MS) - Math.floor(time[0]! / DAY_MS) + 1;
  const ends = new Int32Array(Math.min(length, dates));
  const barsPerDay = Math.max(1, Math.ceil(DAY_MS / timeframeMs));
  let day = 0;
  for (let i = 0; i < length;) {
    const midnight = (Math.floor(time[i]! / DAY_MS) + 1) * DAY_MS;
    // Where candles are missing the next date begins earlier than a day of bars ahead.
    let next = Math.min(length, i + barsPerDay);
    while (next > i + 1 && time[next - 1]! >= midnight) next--;
    while (next < length && time[next]! < midnight) next++;
    ends[day++] = next - 1;
    i = next;
  }
  return ends.subarray(0, day);
}

/** The return of each date, as fractions, in place of the equity at the end of each: a sweep has thousands of them. */
export function dailyReturnValues(dayValues: Float64Array, capital: number): Float64Array {
  let before = capital;
  for (let k = 0; k < dayValues.length; k++) {
    const value = dayValues[k]!;
    dayValues[k] = returnOf(value, before);
    before = value;
  }
  return dayValues;
}

function returnOf(value: number, before: number): number {
  // Most days of many strategies are spent in cash.
  return value !== before && before > 0 ? value / before - 1 : 0;
}

/** What Sharpe and Sortino are made of, from the equity at the end of each date, which is written over. */
export function dailyReturnsOf(dayValues: Float64Array, capital: number): DailyReturns {
  const days = dayValues.length;
  let sum = 0;
  let downsideSquares = 0;
  let before = capital;
  for (let k = 0; k < days; k++) {
    const value = dayValues[k]!;
    const r = returnOf(value, before);
    before = value;
    dayValues[k] = r;
    sum += r;
    // r where it is below 0, else 0, without a branch that nobody can guess.
    const fall = (r - Math.abs(r)) / 2;
    downsideSquares += fall * fall;
  }
  const mean = sum / days;
  let squares = 0;
  for (let k = 0; k < days; k++) squares += (dayValues[k]! - mean) * (dayValues[k]! - mean);
  return { days, mean, squares, downsideSquares };
}
