/** The statements about days of automatic runs, and about the runs of those days. */
import { type Insertable, type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { BacktestRunRow, Database, StrategyRow } from "../db/schema.ts";

export type DayRow = Selectable<Database["scheduled_runs"]>;

/** The automatic runs that may have something to finalize, the oldest day first. */
export async function openRuns(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom("scheduled_runs as d")
    .leftJoin("backtest_runs as r", "r.id", "d.run_id").select("d.id")
    .where("d.outcome", "=", "open")
    .where((eb) =>
      eb.or([eb("r.id", "is", null), eb("r.status", "in", ["completed", "failed"] as const)])
    )
    .orderBy("d.utc_day").orderBy("d.id").limit(10_000).execute();
  return rows.map(({ id }) => id);
}

/** The open day that a run belongs to. */
export async function openDayOfRun(
  db: Kysely<Database>,
  runId: string,
): Promise<string | undefined> {
  const day = await db.selectFrom("scheduled_runs").select("id")
    .where("run_id", "=", runId).where("outcome", "=", "open").executeTakeFirst();
  return day?.id;
}

export async function findDay(db: Kysely<Database>, id: string): Promise<DayRow | undefined> {
  return await db.selectFrom("scheduled_runs").selectAll().where("id", "=", id)
    .executeTakeFirst();
}

export async function lockDay(
  trx: Transaction<Database>,
  id: string,
): Promise<DayRow | undefined> {
  return await trx.selectFrom("scheduled_runs").selectAll().where("id", "=", id)
    .forUpdate().executeTakeFirst();
}

/** Whether nobody gets in with the account at present: its daily updates rest until somebody does. */
export async function isAccountDisabled(db: Kysely<Database>, userId: string): Promise<boolean> {
  const row = await db.selectFrom("users").select("disabled_at").where("id", "=", userId)
    .executeTakeFirst();
  return (row?.disabled_at ?? null) !== null;
}

/** Strategies with auto-update on that have no run of the day yet; those of disabled accounts rest. */
export async function dueStrategies(db: Kysely<Database>, day: string): Promise<string[]> {
  const rows = await db.selectFrom("strategies as s").select("s.id")
    .innerJoin("users as u", "u.id", "s.user_id").where("u.disabled_at", "is", null)
    .where("s.auto_update_enabled", "=", true).where("s.is_archived", "=", false)
    .where(({ not, exists, selectFrom }) =>
      not(exists(
        selectFrom("scheduled_runs as d").select("d.id")
          .whereRef("d.strategy_id", "=", "s.id").where("d.utc_day", "=", day),
      ))
    )
    .orderBy("s.id").execute();
  return rows.map(({ id }) => id);
}

/** The market of a strategy's next daily run: that of its open record, else its own; `undefined` without the strategy. */
export async function marketOfDay(db: Kysely<Database>, strategyId: string) {
  return await db.selectFrom("strategies as s")
    .leftJoin(
      "forward_records as r",
      (join) => join.onRef("r.strategy_id", "=", "s.id").on("r.ended_at", "is", null),
    )
    .select(["s.user_id", "s.auto_update_horizon"])
    .select([
      sql<boolean>`r.id is not null`.as("is_sealed"),
      sql<string>`coalesce(r.asset, s.asset)`.as("asset"),
      sql<string>`coalesce(r.timeframe, s.timeframe)`.as("timeframe"),
      sql<string | null>`case when r.id is null then s.import_name else r.import_name end`
        .as("import_name"),
    ])
    .where("s.id", "=", strategyId).executeTakeFirst();
}

/** The run of a day and the day, which is unique for the strategy. @throws a unique violation when it has begun already */
export async function insertDayRun(
  trx: Transaction<Database>,
  run: Insertable<Database["backtest_runs"]> & { readonly created_at: Date },
  { recordId, day }: { readonly recordId: string; readonly day: string },
): Promise<string> {
  const { created_at, strategy_id } = run;
  const { id } = await trx.insertInto("backtest_runs").values(run).returning("id")
    .executeTakeFirstOrThrow();
  await trx.insertInto("scheduled_runs").values({
    strategy_id,
    utc_day: day,
    forward_record_id: recordId,
    run_id: id,
    created_at,
    updated_at: created_at,
  }).execute();
  return id;
}

export async function findRun(
  trx: Kysely<Database>,
  id: string,
): Promise<BacktestRunRow | undefined> {
  return await trx.selectFrom("backtest_runs").selectAll().where("id", "=", id)
    .executeTakeFirst();
}

/** Puts a failed run and its day back as they were before the run was first taken, with another end. */
export async function retryDay(
  trx: Transaction<Database>,
  dayId: string,
  { runId, dateTo, nowMs }: {
    readonly runId: string;
    readonly dateTo: Date;
    readonly nowMs: number;
  },
): Promise<void> {
  await trx.updateTable("backtest_runs").set({
    status: "pending",
    progress: 0,
    attempts: 0,
    waited_ms: 0,
    waiting_for: null,
    free_at: sql<Date>`now()`,
    revision: sql<number>`revision + 1`,
    error_code: null,
    error_message: null,
    started_at: null,
    finished_at: null,
    date_to: dateTo,
    updated_at: sql<Date>`now()`,
  }).where("id", "=", runId).where("status", "=", "failed").execute();
  await trx.updateTable("scheduled_runs")
    .set({ tries: sql<number>`tries + 1`, next_try_at: null, updated_at: new Date(nowMs) })
    .where("id", "=", dayId).execute();
}

export async function setNextTry(
  trx: Transaction<Database>,
  dayId: string,
  { atMs, nowMs }: { readonly atMs: number; readonly nowMs: number },
): Promise<void> {
  await trx.updateTable("scheduled_runs")
    .set({ next_try_at: new Date(atMs), updated_at: new Date(nowMs) })
    .where("id", "=", dayId).execute();
}

export async function writeOutcome(
  trx: Transaction<Database>,
  id: string,
  outcome: "completed" | "failed" | "deleted",
  nowMs: number,
): Promise<void> {
  await trx.updateTable("scheduled_runs")
    .set({ outcome, next_try_at: null, updated_at: new Date(nowMs) })
    .where("id", "=", id).execute();
}

/** Days whose run failed, since the last one that did not and since the strategy was switched on. */
export async function countFailedInARow(
  trx: Transaction<Database>,
  strategy: Pick<StrategyRow, "id" | "auto_update_since">,
): Promise<number> {
  const { count } = await trx.selectFrom("scheduled_runs")
    .select(sql<number>`count(*)`.as("count"))
    .where("strategy_id", "=", strategy.id).where("outcome", "=", "failed")
    .where("created_at", ">=", strategy.auto_update_since ?? new Date(0))
    .where("utc_day", ">", (eb) =>
      eb.selectFrom("scheduled_runs as good")
        .select(sql<string>`coalesce(max(good.utc_day), '')`.as("day"))
        .where("good.strategy_id", "=", strategy.id).where("good.outcome", "=", "completed"))
    .executeTakeFirstOrThrow();
  return count;
}
