/** What a report of variations may hold. Without zod, for pages. */

/** A variation whose result was looked at. */
export interface Trial {
  /** Of its content, as the engine makes it. */
  readonly hash: string;
  readonly sharpe_daily: number;
}

/** Most variations in one report. */
export const MOST_TRIALS = 500;
/** A daily Sharpe ratio beyond this is none that candles can give. */
export const HIGHEST_SHARPE = 1_000;
/** Of a strategy's content, as the engine makes it. */
export const TRIAL_HASH = /^[0-9a-f]{16}$/;

/**
 * A variation as it is counted; `null` for what is none: a result without a daily Sharpe ratio, because no day differs from
 * another, cannot be the best of many by luck.
 */
export function asTrial(hash: unknown, sharpeDaily: unknown): Trial | null {
  if (typeof hash !== "string" || !TRIAL_HASH.test(hash)) return null;
  if (typeof sharpeDaily !== "number" || !(Math.abs(sharpeDaily) <= HIGHEST_SHARPE)) return null;
  return { hash, sharpe_daily: sharpeDaily };
}
