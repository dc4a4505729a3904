/** How far accounts get, by the week in which they signed up: counts alone, for whoever runs the server. */
import { type Kysely, sql } from "kysely";
import {
  type Activation,
  ACTIVATION_STEPS,
  ACTIVATION_WEEKS,
  type ActivationCohort,
} from "../../contracts/activation.ts";
import type { Database } from "../db/schema.ts";

const WEEK_MS = 7 * 86_400_000;
/** 5 January 1970, the first Monday. */
const MONDAY_MS = 4 * 86_400_000;

/**
 * Cohorts of the last `weeks` weeks (Monday, UTC), the newest first; weeks in which nobody signed up are there too. A step
 * counts however long after the sign-up it was taken.
 */
export async function readActivation(
  db: Kysely<Database>,
  nowMs: number,
  weeks: number = ACTIVATION_WEEKS,
): Promise<Activation> {
  const newest = Math.floor((nowMs - MONDAY_MS) / WEEK_MS);
  const oldest = newest - weeks + 1;
  const since = new Date(oldest * WEEK_MS + MONDAY_MS);
  // As literals: an expression with parameters is another one wherever it stands.
  const [monday, length] = [sql.lit(MONDAY_MS), sql.lit(WEEK_MS)];
  const week = sql<number>`floor((extract(epoch from u.created_at) * 1000 - ${monday})
    / ${length})::int`;
  const completed = (trigger: "any" | "schedule") =>
    sql<boolean>`exists (select 1 from backtest_runs r where r.user_id = u.id
      and r.status = 'completed' and (${trigger} = 'any' or r.triggered_by = 'schedule'))`;
  const rows = await db.selectFrom("users as u")
    .select([
      week.as("week"),
      sql<number>`count(*)::int`.as("signed_up"),
      sql<number>`(count(*) filter (where ${completed("any")}))::int`.as("first_result"),
      sql<number>`(count(*) filter (where u.compared_at is not null))::int`.as("first_comparison"),
      sql<number>`(count(*) filter (where ${completed("schedule")}))::int`.as("first_daily_update"),
    ])
    .where("u.created_at", ">=", since)
    .groupBy(week).execute();
  const byWeek = new Map(rows.map(({ week, ...counts }) => [week, counts]));
  const cohorts: ActivationCohort[] = [];
  for (let n = newest; n >= oldest; n--) {
    const counts = Object.fromEntries(
      ACTIVATION_STEPS.map((step) => [step, byWeek.get(n)?.[step] ?? 0]),
    ) as Record<(typeof ACTIVATION_STEPS)[number], number>;
    cohorts.push({
      week: new Date(n * WEEK_MS + MONDAY_MS).toISOString().slice(0, 10),
      ...counts,
    });
  }
  return { cohorts };
}
