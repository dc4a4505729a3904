/**
 * What the past makes likely: many possible futures, each put together from stretches of past daily returns, and the range
 * that nine in ten of them stay in.
 *
 * A moving-block bootstrap on a circle: stretches of a week keep what days have to do with each other, and the circle gives
 * every day the same weight. Pure, and the same for the same seed in every JavaScript engine: integers and `+ − × ÷`.
 */
import type { TrackRecordBand } from "../../contracts/schedules.ts";

/** Days in a row that are taken together. */
export const BLOCK_DAYS = 7;
/** Possible futures drawn. */
export const PATHS = 2_000;
/** Days ahead that are looked at. */
export const HORIZON_DAYS = 365;

export interface BandOptions {
  /** 0..2^32 − 1; the same seed gives the same band. */
  readonly seed: number;
  readonly blockDays?: number;
  readonly paths?: number;
  readonly days?: number;
}

/**
 * The 5 %, 50 % and 95 % quantiles of the return after 1, 2, … days, as fractions.
 *
 * @param dailyReturns past returns, a day each, the oldest first, as fractions
 * @throws {RangeError} without a return
 */
export function bootstrapBand(
  dailyReturns: readonly number[],
  { seed, blockDays = BLOCK_DAYS, paths = PATHS, days = HORIZON_DAYS }: BandOptions,
): TrackRecordBand {
  const past = dailyReturns.length;
  if (past === 0) throw new RangeError("A band needs past returns.");
  const next = generator(seed);
  // One row a day, so that the quantiles of a day lie side by side.
  const growth = new Float64Array(days * paths);
  for (let path = 0; path < paths; path++) {
    let worth = 1;
    let from = 0;
    for (let day = 0; day < days; day++) {
      if (day % blockDays === 0) from = Math.floor(next() * past);
      worth *= 1 + (dailyReturns[(from + day % blockDays) % past] ?? 0);
      growth[day * paths + path] = worth - 1;
    }
  }
  const band = { p5: [] as number[], p50: [] as number[], p95: [] as number[] };
  for (let day = 0; day < days; day++) {
    const sorted = growth.subarray(day * paths, (day + 1) * paths).sort();
    band.p5.push(rounded(quantile(sorted, 0.05)));
    band.p50.push(rounded(quantile(sorted, 0.5)));
    band.p95.push(rounded(quantile(sorted, 0.95)));
  }
  return { past_days: past, block_days: blockDays, paths, seed, ...band };
}

/** The value that a share `q` of a sorted sample lies below; between two of its values in proportion. */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const below = sorted[low] ?? 0;
  const above = sorted[Math.min(low + 1, sorted.length - 1)] ?? below;
  return below + (above - below) * (at - low);
}

/** A millionth is finer than anything that is shown, and keeps the stored band small. */
function rounded(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}

/** Mulberry32: uniform in [0, 1), integer operations only. */
function generator(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
