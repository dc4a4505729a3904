/**
 * What each account used in a month, for an operator who meters by it. Completed runs and reports are counted by triggers, in
 * the transaction that completes them, so that deleting a run takes nothing back; a deleted account takes its counters along.
 */
import { type Kysely, sql } from "kysely";
import type { AdminUsage } from "../../contracts/admin.ts";
import type { MonthUsage } from "../../contracts/plans.ts";
import type { Database } from "../db/schema.ts";
import { entitlementRows, type EntitlementRules } from "./entitlements.ts";

/** The month (UTC) of a moment: `2026-11`. */
export function monthOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 7);
}

/** Counts candles that an account has imported. */
export async function countImportedCandles(
  db: Kysely<Database>,
  userId: string,
  { candles, nowMs }: { readonly candles: number; readonly nowMs: number },
): Promise<void> {
  if (candles <= 0) return;
  await db.insertInto("usage_counters")
    .values({ user_id: userId, month: monthOf(nowMs), imported_candles: candles })
    .onConflict((conflict) =>
      conflict.columns(["user_id", "month"]).doUpdateSet({
        imported_candles: sql<number>`usage_counters.imported_candles + excluded.imported_candles`,
        updated_at: sql<Date>`now()`,
      })
    ).execute();
}

/** Counters of the accounts that used anything in the month, the busiest first. */
export async function usageOfMonth(
  db: Kysely<Database>,
  rules: EntitlementRules,
  month: string,
  limit = 100_000,
): Promise<MonthUsage[]> {
  const rows = await entitlementRows(db)
    .innerJoin("usage_counters as c", "c.user_id", "u.id")
    .select(["u.id", "u.email", "c.backtests", "c.daily_updates", "c.robustness_reports"])
    .select("c.imported_candles")
    .where("c.month", "=", month)
    .orderBy(sql`c.backtests + c.daily_updates`, "desc").orderBy("u.id")
    .limit(limit).execute();
  return rows.map((row) => ({
    month,
    user_id: row.id,
    email: row.email,
    plan: rules.of(row).plan.name,
    backtests: row.backtests,
    daily_updates: row.daily_updates,
    robustness_reports: row.robustness_reports,
    imported_candles: row.imported_candles,
  }));
}

/** Tells an operator what accounts used. */
export class Meters {
  constructor(
    private readonly db: Kysely<Database>,
    private readonly rules: EntitlementRules,
    private readonly now: () => number,
  ) {}

  /** @param month absent = the one that is under way */
  async ofMonth(month: string = monthOf(this.now())): Promise<AdminUsage> {
    return {
      month,
      months: await usageMonths(this.db),
      accounts: await usageOfMonth(this.db, this.rules, month),
    };
  }
}

/** The months for which there are counters, the newest first. */
export async function usageMonths(db: Kysely<Database>): Promise<string[]> {
  const rows = await db.selectFrom("usage_counters").select("month").distinct()
    .orderBy("month", "desc").limit(120).execute();
  return rows.map(({ month }) => month);
}
