/** Period, costs, capital and previewed market that the owner of a strategy set for it; `null` before anything was set. */
import type { Kysely } from "kysely";

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("strategies").addColumn("context", "jsonb").execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("strategies").dropColumn("context").execute();
}
