/** Which run is next: turns between accounts, how long a run takes by estimate, and what a run that is put back waits for. */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;

export async function up(db: Kysely<unknown>): Promise<void> {
  // Counts turns, so that who was served longest ago does not hang on a clock.
  await sql`create sequence backtest_turns`.execute(db);
  await db.schema.alterTable("backtest_runs")
    .addColumn("estimate", "double precision", (c) => c.notNull().defaultTo(0))
    .addColumn("turn", "bigint")
    .addColumn("free_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("waited_ms", "double precision", (c) => c.notNull().defaultTo(0))
    .addColumn(
      "waiting_for",
      "text",
      (c) => c.check(sql`waiting_for in ('storage', 'database', 'exchange')`),
    )
    .addColumn("revision", "integer", (c) => c.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex("backtest_runs_turn").on("backtest_runs")
    .columns(["user_id", "turn desc"]).where(sql<boolean>`turn is not null`).execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex("backtest_runs_turn").execute();
  const alter = db.schema.alterTable("backtest_runs");
  await alter.dropColumn("estimate").dropColumn("turn").dropColumn("free_at")
    .dropColumn("waited_ms").dropColumn("waiting_for").dropColumn("revision").execute();
  await sql`drop sequence backtest_turns`.execute(db);
}
