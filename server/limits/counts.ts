/**
 * What an account has used, counted from the rows themselves: a count of its own could drift away from them. Of candles the
 * database keeps the count with every change of a row.
 */
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { entitlementRow } from "../plans/entitlements.ts";
import { OUTSIDE_FAILURES } from "./outside_failures.ts";

const total = sql<number>`count(*)`.as("count");

/** Strategies that are not archived. */
export async function countStrategies(db: Kysely<Database>, userId: string): Promise<number> {
  const { count } = await activeStrategies(db, userId).executeTakeFirstOrThrow();
  return count;
}

function activeStrategies(db: Kysely<Database>, userId: string) {
  return db.selectFrom("strategies").select(total)
    .where("user_id", "=", userId).where("is_archived", "=", false);
}

/**
 * Backtests asked for since `start`: those that people started, re-runs and deleted ones included. Automatic runs do not
 * count, nor do those that failed for a reason from outside.
 */
export async function countBacktests(
  db: Kysely<Database>,
  userId: string,
  start: Date,
): Promise<number> {
  const runs = await countedRuns(db, userId, start).executeTakeFirstOrThrow();
  const deleted = await deletedRuns(db, userId, start).executeTakeFirstOrThrow();
  return runs.count + deleted.count;
}

function countedRuns(db: Kysely<Database>, userId: string, start: Date) {
  return db.selectFrom("backtest_runs").select(total)
    .where("user_id", "=", userId).where("created_at", ">=", start)
    .where("triggered_by", "!=", "schedule")
    .where((eb) =>
      eb.or([
        eb("status", "!=", "failed"),
        eb("error_code", "is", null),
        eb("error_code", "not in", OUTSIDE_FAILURES),
      ])
    );
}

function deletedRuns(db: Kysely<Database>, userId: string, start: Date) {
  return db.selectFrom("deleted_backtests").select(total)
    .where("user_id", "=", userId).where("created_at", ">=", start);
}

/** What an account has used as above, and what it is entitled by, in one query; `undefined` without the account. */
export async function workUsage(db: Kysely<Database>, userId: string, start: Date) {
  const row = await entitlementRow(db, userId)
    .select([
      activeStrategies(db, userId).as("strategies"),
      countedRuns(db, userId, start).as("runs"),
      deletedRuns(db, userId, start).as("deleted_runs"),
    ]).executeTakeFirst();
  if (!row) return undefined;
  const { strategies, runs, deleted_runs, ...account } = row;
  return { account, strategies: strategies ?? 0, backtests: (runs ?? 0) + (deleted_runs ?? 0) };
}

/** Strategies of an account that are run every day; with `strategy` those that come before it, the first ones first. */
export async function dailyUpdatesBefore(
  db: Kysely<Database>,
  userId: string,
  strategy?: { readonly id: string; readonly auto_update_since: Date | null },
): Promise<number> {
  const on = db.selectFrom("strategies").select(total)
    .where("user_id", "=", userId)
    .where("auto_update_enabled", "=", true).where("is_archived", "=", false);
  // Those that were turned on before there was a time of it were so the longest ago.
  const since = strategy?.auto_update_since ?? new Date(0);
  const counted = strategy === undefined ? on : on.where(
    sql<boolean>`(coalesce(auto_update_since, 'epoch'), id) < (${since}, ${strategy.id}::uuid)`,
  );
  const { count } = await counted.executeTakeFirstOrThrow();
  return count;
}

/** Backtests of people that wait or run. */
export async function countOpenBacktests(db: Kysely<Database>, userId: string): Promise<number> {
  const { count } = await db.selectFrom("backtest_runs").select(total)
    .where("user_id", "=", userId).where("status", "in", ["pending", "running"])
    .where("triggered_by", "!=", "schedule").executeTakeFirstOrThrow();
  return count;
}

/** What an account has imported, and what is on its way. */
export interface ImportCount {
  /** Names of the series, as `importName` gives them. */
  readonly series: ReadonlySet<string>;
  readonly candles: number;
  /** How many candles each series has by now. */
  readonly stored: ReadonlyMap<string, number>;
  /** The imports under way, with how many candles their series will have at the most. */
  readonly coming: readonly { readonly series: string; readonly candles: number }[];
}

/**
 * Own candles: how many series, and how many candles in all. A series with an import under way counts with what it will have
 * at the most, and not with what is stored of it already: that would be counted twice.
 */
export async function countImports(
  db: Kysely<Database>,
  userId: string,
  { now, atMostMs }: {
    readonly now: Date;
    /** How long a reservation lasts at the most; one that ends later was made before the clock went back. */
    readonly atMostMs: number;
  },
): Promise<ImportCount> {
  const known = await db.selectFrom("candle_coverage").select(["asset", "timeframe", "venue"])
    .where("owner_id", "=", userId).distinct().execute();
  const inAll = sql<number>`sum(candles)::int`.as("count");
  const rows = await db.selectFrom("candle_months").select(["asset", "timeframe", "venue", inAll])
    .where("owner_id", "=", userId).groupBy(["asset", "timeframe", "venue"]).execute();
  const coming = await db.selectFrom("import_reservations").select(["series", "candles"])
    .where("user_id", "=", userId).where("expires_at", ">", now)
    .where("expires_at", "<=", new Date(now.getTime() + atMostMs)).execute();
  const stored = new Map(rows.map((row) => [importName(row), row.count]));
  const underWay = new Set(coming.map(({ series }) => series));
  let candles = coming.reduce((sum, reserved) => sum + reserved.candles, 0);
  for (const [name, count] of stored) if (!underWay.has(name)) candles += count;
  return { series: new Set([...known.map(importName), ...underWay]), candles, stored, coming };
}

/** Names one of an account's imports. */
export function importName(
  { asset, timeframe, venue }: {
    readonly asset: string;
    readonly timeframe: string;
    readonly venue: string;
  },
): string {
  return JSON.stringify([asset, timeframe, venue]);
}

/** The import that {@link importName} names; `null` for a text that names none. */
export function importKeyOf(
  name: string,
): { readonly asset: string; readonly timeframe: string; readonly name: string } | null {
  const parts: unknown = JSON.parse(name);
  if (!Array.isArray(parts)) return null;
  const [asset, timeframe, venue] = parts;
  const isKey = [asset, timeframe, venue].every((part) => typeof part === "string");
  return isKey ? { asset, timeframe, name: venue } : null;
}
