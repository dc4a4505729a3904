/** First steps that leave no other trace, and whether somebody has had enough of being shown them. */
import type { Kysely } from "kysely";

const COLUMNS = ["live_result_seen_at", "compared_at", "onboarding_dismissed_at"] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of COLUMNS) {
    await db.schema.alterTable("users").addColumn(column, "timestamptz").execute();
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const column of COLUMNS) await db.schema.alterTable("users").dropColumn(column).execute();
}
