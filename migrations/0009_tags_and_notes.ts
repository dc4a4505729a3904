/** What people add to find things again: tags and a pin for strategies, tags and a note for runs. Versions have notes already. */
import { type Kysely, sql } from "kysely";

const none = sql`'[]'::jsonb`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("strategies")
    .addColumn("tags", "jsonb", (c) => c.notNull().defaultTo(none))
    .addColumn("is_pinned", "boolean", (c) => c.notNull().defaultTo(false))
    .execute();
  await db.schema.alterTable("backtest_runs")
    .addColumn("tags", "jsonb", (c) => c.notNull().defaultTo(none))
    .addColumn("note", "text")
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("backtest_runs").dropColumn("tags").dropColumn("note").execute();
  await db.schema.alterTable("strategies").dropColumn("tags").dropColumn("is_pinned").execute();
}
