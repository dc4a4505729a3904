/** Users, sessions, strategies and their versions, runs, candles. The same SQL on PGlite and on PostgreSQL 15 and newer. */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;
const newId = sql`gen_random_uuid()`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createTable("users")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn("email", "text", (c) => c.notNull().unique())
    .addColumn("password_hash", "text", (c) => c.notNull())
    .addColumn("default_fee_percent", "double precision")
    .addColumn("default_slippage_percent", "double precision")
    .addColumn("timezone", "text")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();

  await db.schema.createTable("sessions")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn("user_id", "uuid", (c) => c.notNull().references("users.id").onDelete("cascade"))
    .addColumn("token_hash", "text", (c) => c.notNull().unique())
    .addColumn("user_agent", "text")
    .addColumn("last_seen_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("expires_at", "timestamptz", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("sessions_user").on("sessions").column("user_id").execute();

  await db.schema.createTable("strategies")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn("user_id", "uuid", (c) => c.notNull().references("users.id").onDelete("cascade"))
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("asset", "text", (c) => c.notNull())
    .addColumn("timeframe", "text", (c) => c.notNull())
    .addColumn("is_archived", "boolean", (c) => c.notNull().defaultTo(false))
    .addColumn("auto_update_enabled", "boolean", (c) => c.notNull().defaultTo(false))
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("strategies_list").on("strategies")
    .columns(["user_id", "is_archived", "updated_at desc"]).execute();

  await db.schema.createTable("strategy_versions")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn(
      "strategy_id",
      "uuid",
      (c) => c.notNull().references("strategies.id").onDelete("cascade"),
    )
    .addColumn("version_number", "integer", (c) => c.notNull().check(sql`version_number >= 1`))
    .addColumn("definition_json", "jsonb", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint("strategy_versions_number", ["strategy_id", "version_number"])
    .execute();

  await db.schema.createTable("backtest_runs")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn("user_id", "uuid", (c) => c.notNull().references("users.id").onDelete("cascade"))
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
    .addColumn(
      "status",
      "text",
      (c) =>
        c.notNull().defaultTo("pending")
          .check(sql`status in ('pending', 'running', 'completed', 'failed')`),
    )
    .addColumn("date_from", "timestamptz", (c) => c.notNull())
    .addColumn("date_to", "timestamptz", (c) => c.notNull())
    .addColumn("fee_percent", "double precision", (c) => c.notNull())
    .addColumn("slippage_percent", "double precision", (c) => c.notNull())
    .addColumn("initial_capital", "double precision", (c) => c.notNull())
    .addColumn("intrabar", "text", (c) => c.notNull())
    .addColumn(
      "triggered_by",
      "text",
      (c) =>
        c.notNull().defaultTo("manual").check(sql`triggered_by in ('manual', 'rerun', 'schedule')`),
    )
    .addColumn("venue", "text")
    .addColumn("engine_version", "text")
    .addColumn("run_hash", "text")
    .addColumn("progress", "double precision", (c) => c.notNull().defaultTo(0))
    .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("claimed_by", "text")
    .addColumn("lease_expires_at", "timestamptz")
    .addColumn("total_return", "double precision")
    .addColumn("cagr", "double precision")
    .addColumn("max_drawdown", "double precision")
    .addColumn("num_trades", "integer")
    .addColumn("win_rate", "double precision")
    .addColumn("buy_and_hold_return", "double precision")
    .addColumn("results_storage_key", "text")
    .addColumn("error_code", "text")
    .addColumn("error_message", "text")
    .addColumn("started_at", "timestamptz")
    .addColumn("finished_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addCheckConstraint("backtest_runs_range", sql`date_from < date_to`)
    .execute();
  await db.schema.createIndex("backtest_runs_user").on("backtest_runs")
    .columns(["user_id", "created_at desc"]).execute();
  await db.schema.createIndex("backtest_runs_strategy").on("backtest_runs")
    .columns(["strategy_id", "created_at desc"]).execute();
  await db.schema.createIndex("backtest_runs_version").on("backtest_runs")
    .column("strategy_version_id").execute();
  // Only runs that are not over are ever looked for by status.
  await db.schema.createIndex("backtest_runs_open").on("backtest_runs")
    .columns(["status", "lease_expires_at"])
    .where(sql<boolean>`status in ('pending', 'running')`).execute();

  await db.schema.createTable("candles")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn("asset", "text", (c) => c.notNull())
    .addColumn("timeframe", "text", (c) => c.notNull())
    .addColumn("venue", "text", (c) => c.notNull())
    .addColumn("owner_id", "uuid", (c) => c.references("users.id").onDelete("cascade"))
    .addColumn("timestamp", "timestamptz", (c) => c.notNull())
    .addColumn("open", "double precision", (c) => c.notNull())
    .addColumn("high", "double precision", (c) => c.notNull())
    .addColumn("low", "double precision", (c) => c.notNull())
    .addColumn("close", "double precision", (c) => c.notNull())
    .addColumn("volume", "double precision", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint(
      "candles_series",
      ["asset", "timeframe", "venue", "owner_id", "timestamp"],
      (c) => c.nullsNotDistinct(),
    )
    .execute();

  await db.schema.createTable("candle_coverage")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn("asset", "text", (c) => c.notNull())
    .addColumn("timeframe", "text", (c) => c.notNull())
    .addColumn("venue", "text", (c) => c.notNull())
    .addColumn("owner_id", "uuid", (c) => c.references("users.id").onDelete("cascade"))
    .addColumn("from_time", "timestamptz", (c) => c.notNull())
    .addColumn("to_time", "timestamptz", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addCheckConstraint("candle_coverage_range", sql`from_time < to_time`)
    .execute();
  await db.schema.createIndex("candle_coverage_series").on("candle_coverage")
    .columns(["asset", "timeframe", "venue", "from_time"]).execute();

  await db.schema.createTable("candle_files")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn("path", "text", (c) => c.notNull().unique())
    .addColumn("size", "double precision", (c) => c.notNull())
    .addColumn("modified_at", "timestamptz", (c) => c.notNull())
    .addColumn("sha256", "text", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  const tables = [
    "candle_files",
    "candle_coverage",
    "candles",
    "backtest_runs",
    "strategy_versions",
    "strategies",
    "sessions",
    "users",
  ];
  for (const table of tables) await db.schema.dropTable(table).execute();
}
