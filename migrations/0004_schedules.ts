/** Daily updates: what is due, which days have had their run, and the records that begin when a version is sealed. */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;
const newId = sql`gen_random_uuid()`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("strategies")
    .addColumn("auto_update_horizon", "text", (c) =>
      c.notNull().defaultTo("1y")
        .check(sql`auto_update_horizon in ('3m', '6m', '1y', '2y', '3y', 'all')`))
    .addColumn("auto_update_since", "timestamptz")
    .addColumn("auto_update_last_run_at", "timestamptz")
    .addColumn("auto_update_failing_days", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("auto_update_failure", "text")
    .addColumn("auto_update_off_reason", "text")
    .execute();
  await db.schema.createIndex("strategies_auto_update").on("strategies").column("id")
    .where(sql<boolean>`auto_update_enabled`).execute();

  await db.schema.alterTable("backtest_runs").addColumn("seen_at", "timestamptz").execute();
  // What was there before has been looked at, or is no news any more.
  await sql`update backtest_runs set seen_at = now() where status = 'completed'`.execute(db);

  await db.schema.createTable("forward_records")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn(
      "strategy_id",
      "uuid",
      (c) => c.notNull().references("strategies.id").onDelete("cascade"),
    )
    .addColumn(
      "strategy_version_id",
      "uuid",
      (c) => c.notNull().references("strategy_versions.id").onDelete("cascade"),
    )
    .addColumn("sealed_at", "timestamptz", (c) => c.notNull())
    .addColumn("starts_at", "timestamptz", (c) => c.notNull())
    .addColumn("ended_at", "timestamptz")
    .addColumn("asset", "text", (c) => c.notNull())
    .addColumn("timeframe", "text", (c) => c.notNull())
    .addColumn("horizon", "text", (c) => c.notNull())
    .addColumn("date_from", "timestamptz", (c) => c.notNull())
    .addColumn("fee_percent", "double precision", (c) => c.notNull())
    .addColumn("slippage_percent", "double precision", (c) => c.notNull())
    .addColumn("initial_capital", "double precision", (c) => c.notNull())
    .addColumn("intrabar", "text", (c) => c.notNull())
    .addColumn("seed", "double precision", (c) => c.notNull())
    .addColumn("past_days", "integer")
    .addColumn("band_json", "jsonb")
    .addColumn("since_until", "timestamptz")
    .addColumn("since_return", "double precision")
    .addColumn("since_trades", "integer")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("forward_records_open").on("forward_records").column("strategy_id")
    .unique().where(sql<boolean>`ended_at is null`).execute();
  await db.schema.createIndex("forward_records_strategy").on("forward_records")
    .columns(["strategy_id", "sealed_at desc"]).execute();
  await db.schema.createIndex("forward_records_version").on("forward_records")
    .column("strategy_version_id").execute();

  await db.schema.createTable("scheduled_runs")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn(
      "strategy_id",
      "uuid",
      (c) => c.notNull().references("strategies.id").onDelete("cascade"),
    )
    // The name of a day, not a moment: as text no driver moves it to another zone's midnight.
    .addColumn(
      "utc_day",
      "text",
      (c) => c.notNull().check(sql`utc_day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'`),
    )
    .addColumn(
      "forward_record_id",
      "uuid",
      (c) => c.notNull().references("forward_records.id").onDelete("cascade"),
    )
    .addColumn("run_id", "uuid", (c) => c.references("backtest_runs.id").onDelete("set null"))
    .addColumn(
      "outcome",
      "text",
      (c) =>
        c.notNull().defaultTo("open")
          .check(sql`outcome in ('open', 'completed', 'failed', 'deleted')`),
    )
    .addColumn("tries", "integer", (c) => c.notNull().defaultTo(1))
    .addColumn("next_try_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    // However many processes look at the clock at once: one run a strategy and day.
    .addUniqueConstraint("scheduled_runs_day", ["strategy_id", "utc_day"])
    .execute();
  await db.schema.createIndex("scheduled_runs_run").on("scheduled_runs").column("run_id").execute();
  await db.schema.createIndex("scheduled_runs_record").on("scheduled_runs")
    .column("forward_record_id").execute();
  await db.schema.createIndex("scheduled_runs_open").on("scheduled_runs").column("utc_day")
    .where(sql<boolean>`outcome = 'open'`).execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("scheduled_runs").execute();
  await db.schema.dropTable("forward_records").execute();
  await db.schema.alterTable("backtest_runs").dropColumn("seen_at").execute();
  await db.schema.dropIndex("strategies_auto_update").execute();
  await db.schema.alterTable("strategies")
    .dropColumn("auto_update_horizon")
    .dropColumn("auto_update_since")
    .dropColumn("auto_update_last_run_at")
    .dropColumn("auto_update_failing_days")
    .dropColumn("auto_update_failure")
    .dropColumn("auto_update_off_reason")
    .execute();
}
