/**
 * Plans: one that an operator gave, the subscription of an account, the events of Stripe that were taken in, and what each
 * account used in a month, counted with the change of the row that it is about.
 */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("users")
    .addColumn("plan", "text", (c) => c.check(sql`plan in ('free', 'premium')`)).execute();

  await db.schema.createTable("subscriptions")
    .addColumn(
      "user_id",
      "uuid",
      (c) => c.primaryKey().references("users.id").onDelete("cascade"),
    )
    .addColumn("customer_id", "text", (c) => c.notNull().unique())
    .addColumn("subscription_id", "text")
    .addColumn("status", "text")
    .addColumn("period_end", "timestamptz")
    .addColumn("ends", "boolean", (c) => c.notNull().defaultTo(false))
    // Since when its payment fails.
    .addColumn("failed_at", "timestamptz")
    // When reading the state from Stripe began: an older reading never replaces a newer one.
    .addColumn("read_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();

  await db.schema.createTable("billing_events")
    .addColumn("id", "text", (c) => c.primaryKey())
    .addColumn("type", "text", (c) => c.notNull())
    .addColumn("customer_id", "text", (c) => c.notNull())
    .addColumn("happened_at", "timestamptz", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("billing_events_created").on("billing_events").column("created_at")
    .execute();

  // Without a reference: to check it, completing a run would wait for an account that is being deleted, which waits for the run.
  await db.schema.createTable("usage_counters")
    .addColumn("user_id", "uuid", (c) => c.notNull())
    .addColumn("month", "text", (c) => c.notNull())
    .addColumn("backtests", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("daily_updates", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("robustness_reports", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("imported_candles", "bigint", (c) => c.notNull().defaultTo(0))
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint("usage_counters_pkey", ["user_id", "month"])
    .execute();
  await db.schema.createIndex("usage_counters_month").on("usage_counters").column("month")
    .execute();

  await sql`
    create function count_completed_run() returns trigger language plpgsql as $$
    declare
      daily integer := case when new.triggered_by = 'schedule' then 1 else 0 end;
    begin
      insert into usage_counters (user_id, month, backtests, daily_updates)
      values (new.user_id, to_char(new.created_at at time zone 'UTC', 'YYYY-MM'), 1 - daily, daily)
      on conflict (user_id, month) do update set
        backtests = usage_counters.backtests + excluded.backtests,
        daily_updates = usage_counters.daily_updates + excluded.daily_updates,
        updated_at = now();
      return null;
    end $$`.execute(db);
  await sql`
    create trigger backtest_runs_usage after update of status on backtest_runs for each row
    when (new.status = 'completed' and old.status <> 'completed')
    execute function count_completed_run()`.execute(db);
  await sql`
    create function count_completed_report() returns trigger language plpgsql as $$
    begin
      insert into usage_counters (user_id, month, robustness_reports)
      select user_id, to_char(new.created_at at time zone 'UTC', 'YYYY-MM'), 1
      from backtest_runs where id = new.run_id
      on conflict (user_id, month) do update set
        robustness_reports = usage_counters.robustness_reports + 1,
        updated_at = now();
      return null;
    end $$`.execute(db);
  await sql`
    create trigger robustness_reports_usage after update of status on robustness_reports
    for each row when (new.status = 'completed' and old.status <> 'completed')
    execute function count_completed_report()`.execute(db);
  await sql`
    create function forget_usage() returns trigger language plpgsql as $$
    begin
      delete from usage_counters where user_id = old.id;
      return null;
    end $$`.execute(db);
  await sql`create trigger users_usage after delete on users for each row
    execute function forget_usage()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger users_usage on users`.execute(db);
  await sql`drop trigger robustness_reports_usage on robustness_reports`.execute(db);
  await sql`drop trigger backtest_runs_usage on backtest_runs`.execute(db);
  for (const name of ["forget_usage", "count_completed_report", "count_completed_run"]) {
    await sql`drop function ${sql.raw(name)}()`.execute(db);
  }
  for (const table of ["usage_counters", "billing_events", "subscriptions"]) {
    await db.schema.dropTable(table).execute();
  }
  await db.schema.alterTable("users").dropColumn("plan").execute();
}
