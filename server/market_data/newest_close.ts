import { candleOpen } from "../../engine/mod.ts";
import { sessionsBetween } from "./market_hours.ts";
import type { MarketHours } from "./vendor.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** No market with hours is closed longer by its regular sessions. */
const LONGEST_CLOSED_MS = 8 * DAY_MS;

/** A candle counts as closed this long after its end, ms: our clock and the exchange's may differ a little. */
export const CLOSE_MARGIN_MS = 10_000;

/** End of the newest candle that is closed at a moment, Unix ms; nothing at or after it has closed. */
export function newestClose(nowMs: number, timeframeMs: number): number {
  return candleOpen(nowMs - CLOSE_MARGIN_MS, timeframeMs);
}

/**
 * As {@link newestClose}, of a market with hours: while it is closed no candle closes. Its candles begin as its sessions do, and those that are
 * made of hours on the marks of their own timeframe. Holidays are not known.
 */
export function newestCloseWithin(hours: MarketHours, nowMs: number, timeframeMs: number): number {
  const closed = nowMs - CLOSE_MARGIN_MS;
  // A week has a session.
  if (timeframeMs > DAY_MS) return newestClose(nowMs, timeframeMs);
  const range = { fromMs: closed - LONGEST_CLOSED_MS, toMs: closed, timeframeMs };
  const sessions = sessionsBetween(hours, range);
  const step = Math.min(timeframeMs, timeframeMs < DAY_MS ? HOUR_MS : DAY_MS);
  let newest = -Infinity;
  for (let i = 0; i < sessions.length; i += 2) {
    for (let at = sessions[i] ?? 0; at < (sessions[i + 1] ?? 0); at += step) {
      const end = (step === timeframeMs ? at : candleOpen(at, timeframeMs)) + timeframeMs;
      if (end <= closed && end > newest) newest = end;
    }
  }
  return newest;
}
