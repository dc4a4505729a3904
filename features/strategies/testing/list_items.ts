/** Rows of the list of strategies, for tests. */
import type { StrategyListItem } from "../../../contracts/strategies.ts";

/** A strategy that was never run. */
export function listItem(name: string, more: Partial<StrategyListItem> = {}): StrategyListItem {
  return {
    id: name,
    name,
    asset: "BTC/USDT",
    timeframe: "1h",
    is_archived: false,
    auto_update_enabled: false,
    auto_update: {
      enabled: false,
      horizon: "1y",
      failing_days: 0,
      failing_reason: null,
      failing_code: null,
      switched_off_reason: null,
      last_auto_run_at: null,
    },
    created_at: "2025-01-01T00:00:00Z",
    updated_at: "2025-01-01T00:00:00Z",
    latest_version_number: 1,
    last_run: null,
    last_result: null,
    freshness: null,
    has_new_result: false,
    forward_record: null,
    ...more,
  };
}
