/**
 * Strategies, runs and track records on candles that their owner imported: the name of the import beside asset and timeframe;
 * `null` = the market that everybody shares. Imports are series of candles and no rows of their own, so nothing can be referred
 * to: a strategy stays when its import is deleted, and says that it is gone.
 */
import { type Kysely, sql } from "kysely";

const TABLES = ["strategies", "backtest_runs", "forward_records"] as const;

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of TABLES) {
    await db.schema.alterTable(table).addColumn("import_name", "text").execute();
    await db.schema.alterTable(table).addCheckConstraint(
      `${table}_import_name`,
      sql`import_name ~ '^[a-z0-9][a-z0-9._-]{0,31}$'`,
    ).execute();
  }
  // Who asks which strategies use an import; most have none.
  await db.schema.createIndex("strategies_import").on("strategies")
    .columns(["user_id", "import_name"]).where(sql.ref("import_name"), "is not", null).execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex("strategies_import").execute();
  for (const table of TABLES) {
    await db.schema.alterTable(table).dropConstraint(`${table}_import_name`).execute();
    await db.schema.alterTable(table).dropColumn("import_name").execute();
  }
}
