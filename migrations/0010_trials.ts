/**
 * The variations of each strategy whose results were looked at, what a run knew of them when it completed, and who computes
 * how far a run can be trusted.
 */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createTable("strategy_trials")
    .addColumn(
      "strategy_id",
      "uuid",
      (c) => c.primaryKey().references("strategies.id").onDelete("cascade"),
    )
    .addColumn("count", "integer", (c) => c.notNull().defaultTo(0).check(sql`count >= 0`))
    .addColumn("sum", "double precision", (c) => c.notNull().defaultTo(0))
    .addColumn("sum_of_squares", "double precision", (c) => c.notNull().defaultTo(0))
    .addColumn("hashes", "text", (c) => c.notNull().defaultTo(""))
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();

  await db.schema.alterTable("backtest_runs")
    .addColumn("trials_count", "integer")
    .addColumn("trials_variance", "double precision")
    .execute();

  await db.schema.createTable("robustness_reports")
    .addColumn(
      "run_id",
      "uuid",
      (c) => c.primaryKey().references("backtest_runs.id").onDelete("cascade"),
    )
    .addColumn(
      "status",
      "text",
      (c) =>
        c.notNull().defaultTo("pending")
          .check(sql`status in ('pending', 'running', 'completed', 'failed')`),
    )
    .addColumn("claimed_by", "text")
    .addColumn("free_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("error_code", "text")
    .addColumn("error_message", "text")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("robustness_reports_open").on("robustness_reports")
    .column("free_at").where(sql<boolean>`status in ('pending', 'running')`).execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("robustness_reports").execute();
  await db.schema.alterTable("backtest_runs")
    .dropColumn("trials_count").dropColumn("trials_variance").execute();
  await db.schema.dropTable("strategy_trials").execute();
}
