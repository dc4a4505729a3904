/** A strategy's row as in the API. */
import { readTags } from "../../contracts/annotations.ts";
import type { Horizon } from "../../contracts/schedules.ts";
import type { Strategy } from "../../contracts/strategies.ts";
import type { ReadRow } from "./queries.ts";

export function toStrategy(row: ReadRow): Strategy {
  return {
    id: row.id,
    name: row.name,
    asset: row.asset,
    timeframe: row.timeframe as Strategy["timeframe"],
    import: row.import_name,
    is_archived: row.is_archived,
    is_pinned: row.is_pinned,
    tags: readTags(row.tags),
    auto_update_enabled: row.auto_update_enabled,
    auto_update: {
      enabled: row.auto_update_enabled,
      horizon: row.auto_update_horizon as Horizon,
      failing_days: row.auto_update_failing_days,
      failing_reason: row.auto_update_failure,
      failing_code: row.auto_update_failure === null ? null : row.failing_code ?? null,
      switched_off_reason: row.auto_update_off_reason,
      last_auto_run_at: row.auto_update_last_run_at?.toISOString() ?? null,
    },
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}
