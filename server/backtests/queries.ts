/** The statements about runs, but for those by which a runner takes and keeps one (`claims.ts`). */
import type { Insertable, Kysely, Transaction } from "kysely";
import { isUuid } from "../db/errors.ts";
import { hasTag } from "../db/tags.ts";
import { traceparent } from "../telemetry/tracing.ts";
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

/** The runs of one account, to be narrowed down. */
export function runsOf(db: Kysely<Database>, userId: string) {
  return namedRuns(db).where("r.user_id", "=", userId);
}

/** One run of the account; `undefined` for one of another account as for one that is not there. */
export async function findOwnRun(
  db: Kysely<Database>,
  userId: string,
  id: string,
): Promise<RunRow | undefined> {
  if (!isUuid(id)) return undefined;
  return await runsOf(db, userId).where("r.id", "=", id).executeTakeFirst();
}

/** Runs of any account by their ids, for callers that have checked access; deleted ones are left out. */
export async function runsById(
  db: Kysely<Database>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RunRow>> {
  const rows = await namedRuns(db).where("r.id", "in", ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export interface RunFilter {
  readonly strategyId?: string;
  /** Only those that come after this one, the newest first. */
  readonly after?: Pick<RunRow, "id" | "created_at">;
  /** Only those with this tag, in any case. */
  readonly tag?: string;
  readonly limit: number;
  readonly offset: number;
}

/** Runs of the account, the newest first. */
export async function listRuns(
  db: Kysely<Database>,
  userId: string,
  { strategyId, after, tag, limit, offset }: RunFilter,
): Promise<RunRow[]> {
  let runs = runsOf(db, userId);
  if (strategyId !== undefined) runs = runs.where("r.strategy_id", "=", strategyId);
  if (tag !== undefined) runs = runs.where(hasTag("r.tags", tag));
  if (after !== undefined) {
    const { id, created_at } = after;
    runs = runs.where((eb) =>
      eb.or([
        eb("r.created_at", "<", created_at),
        eb.and([eb("r.created_at", "=", created_at), eb("r.id", ">", id)]),
      ])
    );
  }
  return await runs.orderBy("r.created_at", "desc").orderBy("r.id")
    .limit(limit).offset(offset).execute();
}

/** Ids of the runs of the same strategy next to a run, by when they were asked for; `null` where there is none. */
export interface RunNeighbours {
  readonly older: string | null;
  readonly newer: string | null;
  /** The newest completed one that is older. */
  readonly olderResult: string | null;
}

export async function runsNextTo(
  db: Kysely<Database>,
  userId: string,
  run: Pick<RunRow, "id" | "strategy_id" | "created_at">,
): Promise<RunNeighbours> {
  const { id, strategy_id, created_at } = run;
  const others = db.selectFrom("backtest_runs as r").select("r.id")
    .where("r.user_id", "=", userId).where("r.strategy_id", "=", strategy_id);
  // In the order of `listRuns`.
  const older = others.where((eb) =>
    eb.or([
      eb("r.created_at", "<", created_at),
      eb.and([eb("r.created_at", "=", created_at), eb("r.id", ">", id)]),
    ])
  ).orderBy("r.created_at", "desc").orderBy("r.id").limit(1);
  const newer = others.where((eb) =>
    eb.or([
      eb("r.created_at", ">", created_at),
      eb.and([eb("r.created_at", "=", created_at), eb("r.id", "<", id)]),
    ])
  ).orderBy("r.created_at").orderBy("r.id", "desc").limit(1);
  const [one, next, result] = await Promise.all([
    older.executeTakeFirst(),
    newer.executeTakeFirst(),
    older.where("r.status", "=", "completed").executeTakeFirst(),
  ]);
  return {
    older: one?.id ?? null,
    newer: next?.id ?? null,
    olderResult: result?.id ?? null,
  };
}

/** The venue that the newest completed run of a strategy on an asset has read. */
export async function lastVenue(
  db: Kysely<Database>,
  strategyId: string,
  asset: string,
): Promise<string | null> {
  const row = await db.selectFrom("backtest_runs").select("venue")
    .where("strategy_id", "=", strategyId).where("asset", "=", asset)
    .where("status", "=", "completed").where("venue", "is not", null)
    .orderBy("created_at", "desc").orderBy("id").limit(1).executeTakeFirst();
  return row?.venue ?? null;
}

export async function insertRun(
  trx: Transaction<Database>,
  values: Insertable<Database["backtest_runs"]>,
): Promise<{ readonly id: string }> {
  return await trx.insertInto("backtest_runs")
    .values({ trace_context: traceparent(), ...values }).returning("id")
    .executeTakeFirstOrThrow();
}

/** Changes what the owner says about a run of theirs. `updated_at` stays: it tells those who watch how far the run is. */
export async function updateRunWords(
  db: Kysely<Database>,
  userId: string,
  id: string,
  { note, tags }: { readonly note?: string | null; readonly tags?: readonly string[] },
): Promise<void> {
  const values = {
    ...(note === undefined ? {} : { note }),
    ...(tags === undefined ? {} : { tags: JSON.stringify(tags) }),
  };
  if (Object.keys(values).length === 0) return;
  await db.updateTable("backtest_runs").set(values)
    .where("id", "=", id).where("user_id", "=", userId).execute();
}

/** Notes when the owner first looked at a completed run. */
export async function markRunSeen(
  db: Kysely<Database>,
  userId: string,
  id: string,
  nowMs: number,
): Promise<void> {
  await db.updateTable("backtest_runs").set({ seen_at: new Date(nowMs) })
    .where("id", "=", id).where("user_id", "=", userId)
    .where("status", "=", "completed").where("seen_at", "is", null).execute();
}

/** `false` when it was gone already. */
export async function deleteRun(trx: Transaction<Database>, id: string): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom("backtest_runs").where("id", "=", id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
