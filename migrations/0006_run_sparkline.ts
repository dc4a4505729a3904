/** The shape of a run's equity in a few points, so that a list of strategies can draw it without opening the results. */
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("backtest_runs").addColumn("sparkline", "jsonb").execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("backtest_runs").dropColumn("sparkline").execute();
}
