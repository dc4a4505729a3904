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

/** Milliseconds of a timeframe's name, `undefined` for a name there is not. */
export function timeframeToMs(name: string): number | undefined {
  return Object.hasOwn(TIMEFRAMES, name) ? TIMEFRAMES[name as keyof typeof TIMEFRAMES] : undefined;
}
