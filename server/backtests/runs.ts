/** Runs as the API shows them. */
import { factsOfMarket } from "../market_data/facts/market_facts.ts";
import type { Kysely } from "kysely";
import { readTags } from "../../contracts/annotations.ts";
import type { Run } from "../../contracts/backtests.ts";
import { AppError } from "../../contracts/errors.ts";
import type { Database } from "../db/schema.ts";
import { findOwnRun, type RunRow } from "./queries.ts";

/** One run of the account. @throws {AppError} `not_found`, also for a run of another account */
export async function ownRun(db: Kysely<Database>, userId: string, id: string): Promise<RunRow> {
  const row = await findOwnRun(db, userId, id);
  if (!row) throw new AppError("not_found", "There is no such backtest.");
  return row;
}

/** Where the result of a run is kept. @throws {AppError} `not_completed` when it has none, `result_gone` when it had one */
export function requireCompleted(row: RunRow): string {
  if (row.status === "completed") {
    if (row.results_storage_key) return row.results_storage_key;
    throw new AppError(
      "result_gone",
      row.result_reduced_at === null
        ? "The result of this backtest is gone. Run it again."
        : "Of older daily updates only the summary is kept. Run it again to see the whole result.",
    );
  }
  throw new AppError(
    "not_completed",
    row.status === "failed"
      ? `This backtest failed, so it has no result. ${row.error_message ?? ""}`.trim()
      : "This backtest is not finished yet.",
  );
}

/** A row as in the API. */
export function toRun(row: RunRow): Run {
  return {
    run_id: row.id,
    strategy_id: row.strategy_id,
    strategy_name: row.strategy_name,
    asset: row.asset,
    timeframe: row.timeframe,
    import: row.import_name,
    version_number: row.version_number,
    status: row.status,
    progress: row.progress,
    date_from: row.date_from.toISOString(),
    date_to: row.date_to.toISOString(),
    fee_percent: row.fee_percent,
    slippage_percent: row.slippage_percent,
    initial_capital: row.initial_capital,
    intrabar: row.intrabar as Run["intrabar"],
    triggered_by: row.triggered_by,
    venue: row.venue,
    venue_asked: row.venue_asked,
    venue_instead_of: row.venue_passed_over === null
      ? null
      : { venue: row.venue_passed_over, reason: row.venue_reason ?? "vendor_unreachable" },
    // An import may be called like an exchange.
    ...(row.import_name === null ? factsOfMarket(row) : {}),
    engine_version: row.engine_version,
    run_hash: row.run_hash,
    total_return: row.total_return,
    cagr: row.cagr,
    max_drawdown: row.max_drawdown,
    num_trades: row.num_trades,
    win_rate: row.win_rate,
    buy_and_hold_return: row.buy_and_hold_return,
    error_code: row.error_code,
    error_message: row.error_message,
    waiting_for: row.status === "pending" ? row.waiting_for : null,
    trials: row.trials_count === null
      ? null
      : { trials: row.trials_count, variance: row.trials_variance },
    note: row.note,
    tags: readTags(row.tags),
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}
