/** What a variation of a strategy is counted by: the engine's door for counting the variations that were looked at. */
import type { Metrics } from "./metrics/mod.ts";

export { bestOf as bestSharpeOf } from "./robustness/skill.ts";
export { CONTENT_HASH_DIGITS, contentHash } from "./strategy/content_hash.ts";

/** The Sharpe ratio of a day of the year, from that of a year in a result's metrics; `null` where there is none. */
export function dailySharpeOf(metrics: Metrics): number | null {
  const sharpe = metrics.sharpe ?? null;
  return sharpe === null ? null : sharpe / Math.sqrt(365);
}
