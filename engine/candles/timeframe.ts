/** Timeframes by name. */

const MINUTE = 60_000;

/** Milliseconds of each timeframe that has a name. */
export const TIMEFRAMES = {
  "1m": MINUTE,
  "3m": 3 * MINUTE,
  "5m": 5 * MINUTE,
  "15m": 15 * MINUTE,
  "30m": 30 * MINUTE,
  "1h": 60 * MINUTE,
  "2h": 120 * MINUTE,
  "4h": 240 * MINUTE,
  "6h": 360 * MINUTE,
  "8h": 480 * MINUTE,
  "12h": 720 * MINUTE,
  "1d": 1440 * MINUTE,
  "3d": 3 * 1440 * MINUTE,
  "1w": 7 * 1440 * MINUTE,
} as const;

const WEEK = TIMEFRAMES["1w"];
/** 5 January 1970 was the first Monday since the beginning of Unix time. */
const FIRST_MONDAY = 4 * 1440 * MINUTE;

/** Milliseconds of a timeframe's name, `undefined` for a name there is not. */
export function timeframeToMs(name: string): number | undefined {
  return Object.hasOwn(TIMEFRAMES, name) ? TIMEFRAMES[name as keyof typeof TIMEFRAMES] : undefined;
}

/**
 * Open time of the candle of `timeframeMs` that a moment lies in, Unix milliseconds. Candles begin at 00:00 UTC and every timeframe
 * after it; weeks on Monday, as ISO 8601 has them.
 */
export function candleOpen(timeMs: number, timeframeMs: number): number {
  const offset = timeframeMs % WEEK === 0 ? FIRST_MONDAY : 0;
  return Math.floor((timeMs - offset) / timeframeMs) * timeframeMs + offset;
}

/** Open time of the first candle of `timeframeMs` that opens at a moment or after it, Unix milliseconds. */
export function nextCandleOpen(timeMs: number, timeframeMs: number): number {
  const open = candleOpen(timeMs, timeframeMs);
  return open === timeMs ? open : open + timeframeMs;
}
