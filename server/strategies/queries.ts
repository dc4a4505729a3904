/** The statements about strategies and their versions. Whose they are is asked here, what may be done is decided in the services. */
import {
  type ExpressionBuilder,
  type Insertable,
  type Kysely,
  type RawBuilder,
  sql,
  type Transaction,
  type Updateable,
} from "kysely";
import type { UpdateContext } from "../../contracts/strategy_context.ts";
import { isUuid } from "../db/errors.ts";
import { hasTag, hasTagLike } from "../db/tags.ts";
import type { Database, StrategyRow, StrategyVersionRow } from "../db/schema.ts";

/** A strategy's row, with the code of the failure in `auto_update_failure`. */
export interface ReadRow extends StrategyRow {
  readonly failing_code?: string | null;
}

export interface ListFilter {
  readonly archived: boolean;
  /** Words that all have to be somewhere in name, pair, timeframe or tags. */
  readonly words: readonly string[];
  /** Only those with this tag, in any case. */
  readonly tag?: string;
  readonly column: "updated_at" | "name" | "asset" | "timeframe";
  readonly direction: "asc" | "desc";
}

/** The strategies of an account with their newest run, their newest result and the number of their newest version. */
export async function listRows(
  db: Kysely<Database>,
  userId: string,
  { archived, words, tag, column, direction }: ListFilter,
) {
  let rows = db.selectFrom("strategies").selectAll("strategies")
    .leftJoinLateral(
      (eb) =>
        eb.selectFrom("backtest_runs")
          .select(["id as run_id", "status as run_status", "created_at as run_created_at"])
          .select(["total_return", "max_drawdown", "sparkline"])
          .whereRef("backtest_runs.strategy_id", "=", "strategies.id")
          .orderBy("created_at", "desc").limit(1).as("run"),
      (join) => join.onTrue(),
    )
    .select(["run_id", "run_status", "run_created_at", "total_return", "max_drawdown"])
    .leftJoinLateral(
      (eb) =>
        eb.selectFrom("backtest_runs")
          .select(["id as result_id", "date_from as result_from", "date_to as result_until"])
          .select(["backtest_runs.asset as result_asset"])
          .select(["backtest_runs.timeframe as result_timeframe"])
          .select(["backtest_runs.import_name as result_import"])
          .select(["buy_and_hold_return as result_hold", "num_trades as result_trades"])
          .select(["created_at as result_created_at", "seen_at as result_seen_at"])
          .select(["total_return as result_return", "max_drawdown as result_drawdown"])
          .select("sparkline as result_sparkline")
          .whereRef("backtest_runs.strategy_id", "=", "strategies.id")
          .where("status", "=", "completed")
          .orderBy("created_at", "desc").limit(1).as("result"),
      (join) => join.onTrue(),
    )
    .select(["result_from", "result_asset", "result_timeframe", "result_import"])
    .select(["result_hold", "result_trades"])
    .select(["result_id", "result_until", "result_created_at", "result_seen_at"])
    .select(["result_return", "result_drawdown", "result_sparkline"])
    .select("sparkline")
    .select(failingCode)
    .select((eb) =>
      eb.selectFrom("strategy_versions").select((v) => v.fn.max("version_number").as("n"))
        .whereRef("strategy_versions.strategy_id", "=", "strategies.id").as(
          "latest_version_number",
        )
    )
    .where("strategies.user_id", "=", userId)
    .where("strategies.is_archived", "=", archived);
  for (const word of words) {
    const pattern = `%${word.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;
    rows = rows.where((eb) =>
      eb.or([
        ...(["name", "asset", "timeframe"] as const)
          .map((column) => eb(`strategies.${column}`, "ilike", pattern)),
        hasTagLike("strategies.tags", pattern),
      ])
    );
  }
  if (tag !== undefined) rows = rows.where(hasTag("strategies.tags", tag));
  const order = column === "name" ? sql`lower(strategies.name)` : sql.ref(`strategies.${column}`);
  return await rows.orderBy("strategies.is_pinned", "desc").orderBy(order, direction).orderBy(
    "strategies.id",
  ).execute();
}

/** The account's own strategy; `undefined` for one of another account as for one that is not there. */
export async function findStrategy(
  db: Kysely<Database>,
  userId: string,
  id: string,
): Promise<ReadRow | undefined> {
  if (!isUuid(id)) return undefined;
  return await db.selectFrom("strategies").selectAll("strategies").select(failingCode)
    .where("id", "=", id).where("user_id", "=", userId).executeTakeFirst();
}

/**
 * The strategy's row, locked until the transaction ends, so that no other process decides about it meanwhile; `undefined`
 * when it is gone. The account comes first, in the order in which deleting one locks them.
 */
export async function lockStrategy(
  trx: Transaction<Database>,
  id: string,
): Promise<StrategyRow | undefined> {
  await trx.selectFrom("users").select("id").where(
    "id",
    "in",
    (eb) => eb.selectFrom("strategies").select("user_id").where("strategies.id", "=", id),
  ).forKeyShare().execute();
  return await trx.selectFrom("strategies").selectAll().where("id", "=", id).forUpdate()
    .executeTakeFirst();
}

export async function insertStrategy(
  trx: Transaction<Database>,
  values: Insertable<Database["strategies"]>,
): Promise<StrategyRow> {
  return await trx.insertInto("strategies").values(values).returningAll()
    .executeTakeFirstOrThrow();
}

/** Changes columns, and with `context` single fields of the stored context. */
export async function updateStrategy(
  trx: Transaction<Database>,
  id: string,
  values: Omit<Updateable<Database["strategies"]>, "context">,
  context: UpdateContext = {},
): Promise<void> {
  const merged = Object.keys(context).length === 0 ? {} : { context: mergedContext(context) };
  await trx.updateTable("strategies").set({ ...values, ...merged }).where("id", "=", id).execute();
}

/** The strategies of an account that are tested on candles of its own, archived ones included. */
export async function strategiesOnImports(
  db: Kysely<Database>,
  userId: string,
): Promise<Pick<StrategyRow, "id" | "name" | "asset" | "timeframe" | "import_name">[]> {
  return await db.selectFrom("strategies")
    .select(["id", "name", "asset", "timeframe", "import_name"])
    .where("user_id", "=", userId).where("import_name", "is not", null)
    .orderBy(sql`lower(name)`).orderBy("id").execute();
}

/** The names of all strategies of an account, archived ones included. */
export async function strategyNames(db: Kysely<Database>, userId: string): Promise<string[]> {
  const rows = await db.selectFrom("strategies").select("name")
    .where("user_id", "=", userId).execute();
  return rows.map(({ name }) => name);
}

/** The market of the strategy that the account changed last; `undefined` before there is one. */
export async function lastMarket(
  db: Kysely<Database>,
  userId: string,
): Promise<Pick<StrategyRow, "asset" | "timeframe" | "import_name"> | undefined> {
  return await db.selectFrom("strategies").select(["asset", "timeframe", "import_name"])
    .where("user_id", "=", userId).orderBy("updated_at", "desc").orderBy("id").limit(1)
    .executeTakeFirst();
}

/** One version, the newest without a number. */
export async function findVersion(
  db: Kysely<Database>,
  strategyId: string,
  versionNumber?: number,
): Promise<StrategyVersionRow | undefined> {
  let rows = db.selectFrom("strategy_versions").selectAll().where("strategy_id", "=", strategyId);
  // Beyond PostgreSQL's integer there is no version, and asking would be an error there.
  if (versionNumber !== undefined) {
    rows = rows.where("version_number", "=", Math.min(versionNumber, 2_147_483_647));
  }
  return await rows.orderBy("version_number", "desc").limit(1).executeTakeFirst();
}

/** Changes the note of a version. */
export async function updateVersionNote(
  db: Kysely<Database>,
  id: string,
  note: string | null,
): Promise<void> {
  await db.updateTable("strategy_versions").set({ note }).where("id", "=", id).execute();
}

/** The document of a version that is known to be there. */
export async function definitionOf(db: Kysely<Database>, versionId: string): Promise<unknown> {
  const row = await db.selectFrom("strategy_versions").select("definition_json")
    .where("id", "=", versionId).executeTakeFirstOrThrow();
  return row.definition_json;
}

/** All versions, the newest first, without their documents. */
export async function listVersions(
  db: Kysely<Database>,
  strategyId: string,
): Promise<Pick<StrategyVersionRow, "version_number" | "created_at" | "note">[]> {
  return await db.selectFrom("strategy_versions")
    .select(["version_number", "created_at", "note"])
    .where("strategy_id", "=", strategyId).orderBy("version_number", "desc").execute();
}

/** The number of the newest version; 0 when nothing has been saved. */
export async function latestVersionNumber(
  trx: Transaction<Database>,
  strategyId: string,
): Promise<number> {
  const { latest } = await trx.selectFrom("strategy_versions")
    .select((eb) => eb.fn.coalesce(eb.fn.max("version_number"), sql<number>`0`).as("latest"))
    .where("strategy_id", "=", strategyId).executeTakeFirstOrThrow();
  return latest;
}

/** @throws a unique violation when there is a version of that number */
export async function insertVersion(
  trx: Transaction<Database>,
  values: Insertable<Database["strategy_versions"]>,
): Promise<StrategyVersionRow> {
  return await trx.insertInto("strategy_versions").values(values).returningAll()
    .executeTakeFirstOrThrow();
}

/** The `error_code` of a strategy's newest daily run; `null` when it has none, waits or runs. */
function failingCode(eb: ExpressionBuilder<Database, "strategies">) {
  return eb.selectFrom("scheduled_runs as d").innerJoin("backtest_runs as r", "r.id", "d.run_id")
    .select("r.error_code").whereRef("d.strategy_id", "=", "strategies.id")
    .orderBy("d.utc_day", "desc").limit(1).as("failing_code");
}

/** The stored context with a change on top, in one statement: two tabs that set different fields keep both. */
function mergedContext(patch: UpdateContext): RawBuilder<string> {
  return sql<
    string
  >`jsonb_strip_nulls(coalesce(context, '{}'::jsonb) || ${JSON.stringify(patch)}::jsonb)`;
}
