/** A run keeps the market it ran on: its strategy may move to another one, and a re-run means the old one. */
import { type Kysely, sql } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("backtest_runs")
    .addColumn("asset", "text").addColumn("timeframe", "text").execute();
  await sql`
    update backtest_runs set asset = strategies.asset, timeframe = strategies.timeframe
    from strategies where strategies.id = backtest_runs.strategy_id
  `.execute(db);
  await db.schema.alterTable("backtest_runs")
    .alterColumn("asset", (c) => c.setNotNull())
    .alterColumn("timeframe", (c) => c.setNotNull()).execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("backtest_runs")
    .dropColumn("asset").dropColumn("timeframe").execute();
}
