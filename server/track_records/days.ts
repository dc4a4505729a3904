/** UTC days and what is due on them. Days are UTC days everywhere: no zone, no daylight saving. */
import { nextCandleOpen } from "../../engine/mod.ts";
import type { Horizon } from "../../contracts/schedules.ts";

const DAY_MS = 86_400_000;
const EARLIEST_MS = Date.UTC(2009, 0, 1);

/** The UTC day of a moment, `2026-01-31`. */
export function utcDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Midnight, UTC, at which the day of a moment began, Unix ms. */
export function dayStart(ms: number): number {
  return Math.floor(ms / DAY_MS) * DAY_MS;
}

/** Midnight, UTC, at which the day of a moment ends, Unix ms. */
export function dayEnd(ms: number): number {
  return dayStart(ms) + DAY_MS;
}

/**
 * The day whose automatic runs may begin now; `null` before the hour.
 *
 * @param minuteOfDay the hour of the daily runs, in minutes after midnight UTC
 */
export function dueDay(nowMs: number, minuteOfDay: number): string | null {
  return nowMs - dayStart(nowMs) >= minuteOfDay * 60_000 ? utcDay(nowMs) : null;
}

/** A minute of the day as a clock has it: `10` → `00:10`. */
export function timeOfDay(minuteOfDay: number): string {
  return [Math.floor(minuteOfDay / 60), minuteOfDay % 60]
    .map((part) => String(part).padStart(2, "0")).join(":");
}

/** The close of the first candle that ends at or after a moment, Unix ms. */
export function nextClose(ms: number, timeframeMs: number): number {
  return nextCandleOpen(ms, timeframeMs);
}

const MONTHS: Readonly<Record<Exclude<Horizon, "all">, number>> = {
  "3m": 3,
  "6m": 6,
  "1y": 12,
  "2y": 24,
  "3y": 36,
};

/**
 * Where a range of this horizon begins: so many calendar months before the day, on the same day of the month or, where that
 * month is shorter, on its last one.
 *
 * @param firstMs open of the first candle at hand, for `all`; `null` when none is stored, and then three years are asked for
 */
export function horizonStart(ms: number, horizon: Horizon, firstMs: number | null): number {
  if (horizon === "all" && firstMs !== null) return Math.min(firstMs, dayStart(ms) - 2 * DAY_MS);
  const day = new Date(dayStart(ms));
  const months = MONTHS[horizon === "all" ? "3y" : horizon];
  const month = day.getUTCMonth() - months;
  const lastOfMonth = new Date(Date.UTC(day.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const start = Date.UTC(day.getUTCFullYear(), month, Math.min(day.getUTCDate(), lastOfMonth));
  return Math.max(EARLIEST_MS, start);
}
