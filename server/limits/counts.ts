/** What an account has used, counted from the rows themselves: a count of its own could drift away from them. */
import { type Kysely, sql } from "kysely";
import type { Database } from "../db/schema.ts";
import { OUTSIDE_FAILURES } from "./outside_failures.ts";

const total = sql<number>`count(*)`.as("count");

/** Strategies that are not archived. */
export async function countStrategies(db: Kysely<Database>, userId: string): Promise<number> {
  const { count } = await db.selectFrom("strategies").select(total)
    .where("user_id", "=", userId).where("is_archived", "=", false).executeTakeFirstOrThrow();
  return count;
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
  const runs = await db.selectFrom("backtest_runs").select(total)
    .where("user_id", "=", userId).where("created_at", ">=", start)
    .where("triggered_by", "!=", "schedule")
    .where((eb) =>
      eb.or([
        eb("status", "!=", "failed"),
        eb("error_code", "is", null),
        eb("error_code", "not in", OUTSIDE_FAILURES),
      ])
    ).executeTakeFirstOrThrow();
  const deleted = await db.selectFrom("deleted_backtests").select(total)
    .where("user_id", "=", userId).where("created_at", ">=", start).executeTakeFirstOrThrow();
  return runs.count + deleted.count;
}

/** Own candles: how many series, and how many candles in all. Imports under way count with what they may still add. */
export async function countImports(
  db: Kysely<Database>,
  userId: string,
  now: Date,
): Promise<{ readonly series: ReadonlySet<string>; readonly candles: number }> {
  const stored = await db.selectFrom("candle_coverage").select(["asset", "timeframe", "venue"])
    .where("owner_id", "=", userId).distinct().execute();
  const { count } = await db.selectFrom("candles").select(total)
    .where("owner_id", "=", userId).executeTakeFirstOrThrow();
  const coming = await db.selectFrom("import_reservations").select(["series", "candles"])
    .where("user_id", "=", userId).where("expires_at", ">", now).execute();
  return {
    series: new Set([...stored.map(importName), ...coming.map(({ series }) => series)]),
    candles: coming.reduce((sum, { candles }) => sum + candles, count),
  };
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
