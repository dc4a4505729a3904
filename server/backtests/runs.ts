/** Reading runs: the row with what it belongs to, as the API shows it. */
import type { Kysely } from "kysely";
import type { Run } from "../../contracts/backtests.ts";
import { AppError } from "../../contracts/errors.ts";
import { isUuid } from "../db/errors.ts";
import type { BacktestRunRow, Database } from "../db/schema.ts";

/** A run's row with the names around it. */
export interface RunRow extends BacktestRunRow {
  readonly strategy_name: string;
  readonly version_number: number;
}

/** Runs with the names around them, to be narrowed down. */
function namedRuns(db: Kysely<Database>) {
  return db.selectFrom("backtest_runs as r")
    .innerJoin("strategies as s", "s.id", "r.strategy_id")
    .innerJoin("strategy_versions as v", "v.id", "r.strategy_version_id")
    .selectAll("r")
    .select(["s.name as strategy_name", "v.version_number"]);
}

/** The runs of one account. */
export function runsOf(db: Kysely<Database>, userId: string) {
  return namedRuns(db).where("r.user_id", "=", userId);
}

/** Runs of anybody by their ids, for those who have been let in already; what is gone is left out. */
export async function runsById(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RunRow>> {
  const rows = await namedRuns(db).where("r.id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** One run of the account. @throws {AppError} `not_found`, also for a run of somebody else */
export async function ownRun(db: Kysely<Database>, userId: string, id: string): Promise<RunRow> {
  const row = isUuid(id)
    ? await runsOf(db, userId).where("r.id", "=", id).executeTakeFirst()
    : undefined;
  if (!row) throw new AppError("not_found", "There is no such backtest.");
  return row;
}

/** A row as the API tells it. */
export function toRun(row: RunRow): Run {
  return {
    run_id: row.id,
    strategy_id: row.strategy_id,
    strategy_name: row.strategy_name,
    asset: row.asset,
    timeframe: row.timeframe,
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
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}
