/**
 * Which vendors of candles worked when, which of them somebody has put first, and where the candles of a run come from: the
 * venue that was asked for, and the one that was passed over. A track record keeps the venue that it was sealed with.
 */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createTable("vendor_states")
    .addColumn("id", "bigserial", (c) => c.primaryKey())
    .addColumn("vendor", "text", (c) => c.notNull())
    .addColumn("state", "text", (c) => c.notNull().check(sql`state in ('working', 'away')`))
    // Code of the failure that put it aside.
    .addColumn("reason", "text")
    .addColumn("since", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("vendor_states_history").on("vendor_states")
    .columns(["vendor", "id"]).execute();

  // One row at the most.
  await db.schema.createTable("vendor_choice")
    .addColumn("id", "integer", (c) => c.primaryKey().check(sql`id = 1`))
    .addColumn("vendor", "text", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();

  await db.schema.alterTable("backtest_runs")
    .addColumn("venue_asked", "text")
    .addColumn("venue_passed_over", "text")
    .addColumn("venue_reason", "text")
    .execute();

  await db.schema.alterTable("forward_records").addColumn("venue", "text").execute();
  // Records of before were made with the candles of their newest completed run.
  await sql`
    update forward_records f set venue = (
      select r.venue from scheduled_runs d join backtest_runs r on r.id = d.run_id
        where d.forward_record_id = f.id and r.status = 'completed' and r.venue is not null
        order by d.utc_day desc limit 1
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("forward_records").dropColumn("venue").execute();
  await db.schema.alterTable("backtest_runs")
    .dropColumn("venue_asked").dropColumn("venue_passed_over").dropColumn("venue_reason").execute();
  await db.schema.dropTable("vendor_choice").execute();
  await db.schema.dropTable("vendor_states").execute();
}
