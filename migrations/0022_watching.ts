/**
 * Incidents of the status page; which trace a run and a report belong to; how much each account stores and computes, and which
 * results were reduced to their summaries.
 */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createTable("incidents")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn("title", "text", (c) => c.notNull())
    // What does not work, a list of names.
    .addColumn("components", "jsonb", (c) => c.notNull().defaultTo(sql`'[]'::jsonb`))
    .addColumn("since", "timestamptz", (c) => c.notNull().defaultTo(now))
    // Null while it lasts.
    .addColumn("until", "timestamptz")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addCheckConstraint("incidents_order", sql`"until" is null or "until" >= since`)
    .execute();
  await db.schema.createIndex("incidents_history").on("incidents").column("since").execute();

  await db.schema.createTable("incident_updates")
    .addColumn("id", "bigserial", (c) => c.primaryKey())
    .addColumn(
      "incident_id",
      "uuid",
      (c) => c.notNull().references("incidents.id").onDelete("cascade"),
    )
    .addColumn(
      "state",
      "text",
      (c) =>
        c.notNull().check(sql`state in ('investigating', 'identified', 'monitoring', 'resolved')`),
    )
    .addColumn("words", "text", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("incident_updates_of").on("incident_updates")
    .columns(["incident_id", "id"]).execute();

  await db.schema.alterTable("backtest_runs")
    // W3C traceparent of the request that asked for it.
    .addColumn("trace_context", "text")
    .addColumn("result_bytes", "double precision")
    .addColumn("result_reduced_at", "timestamptz")
    .execute();
  await db.schema.alterTable("robustness_reports").addColumn("trace_context", "text").execute();

  // What an account has computed on a day; stays when its backtests are deleted.
  await db.schema.createTable("compute_usage")
    .addColumn("user_id", "uuid", (c) => c.notNull().references("users.id").onDelete("cascade"))
    .addColumn(
      "utc_day",
      "text",
      (c) => c.notNull().check(sql`utc_day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'`),
    )
    .addColumn("runs", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("seconds", "double precision", (c) => c.notNull().defaultTo(0))
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint("compute_usage_key", ["user_id", "utc_day"])
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("compute_usage").execute();
  await db.schema.alterTable("robustness_reports").dropColumn("trace_context").execute();
  await db.schema.alterTable("backtest_runs")
    .dropColumn("trace_context").dropColumn("result_bytes").dropColumn("result_reduced_at")
    .execute();
  await db.schema.dropTable("incident_updates").execute();
  await db.schema.dropTable("incidents").execute();
}
