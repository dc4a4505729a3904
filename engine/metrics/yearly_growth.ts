import { power } from "../maths/power.ts";

const DAY_MS = 86_400_000;

/** A growth over a span as that of a year of 365.25 days, a fraction; `null` under one day, or where no number is so large. */
export function yearlyGrowth(growth: number, spanMs: number): number | null {
  if (spanMs < DAY_MS) return null;
  const rate = power(growth, 365.25 * DAY_MS / spanMs) - 1;
  return rate < Infinity ? rate : null;
}
