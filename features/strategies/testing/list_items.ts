/** Rows of the list of strategies, for tests. */
import type { StrategyListItem } from "../../../contracts/strategies.ts";

type LastResult = NonNullable<StrategyListItem["last_result"]>;

/** A result of `listItem`'s market over 2025-01-01 to 2025-03-01. */
export function lastResult(more: Partial<LastResult> = {}): LastResult {
  return {
    id: "r",
    created_at: "2025-03-02T08:00:00Z",
    asset: "BTC/USDT",
    import: null,
    timeframe: "1h",
    candles_from: "2025-01-01T00:00:00Z",
    candles_until: "2025-03-02T00:00:00Z",
    total_return: 0.1,
    buy_and_hold_return: 0.05,
    max_drawdown: -0.1,
    num_trades: 12,
    sparkline: null,
    ...more,
  };
}

/** A strategy that was never run. */
export function listItem(name: string, more: Partial<StrategyListItem> = {}): StrategyListItem {
  return {
    id: name,
    name,
    asset: "BTC/USDT",
    import: null,
    timeframe: "1h",
    is_archived: false,
    is_pinned: false,
    tags: [],
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
