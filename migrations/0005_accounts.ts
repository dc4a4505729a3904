/**
 * What one account may do when it differs from everybody else's limits; wrong passwords, counted for all processes together;
 * blobs whose rows are gone, until they are gone too; backtests that were deleted but count for their day.
 */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("users")
    .addColumn("max_strategies", "integer", (c) => c.check(sql`max_strategies >= 0`))
    .addColumn("max_backtests_per_day", "integer", (c) => c.check(sql`max_backtests_per_day >= 0`))
    .addColumn("max_imports", "integer", (c) => c.check(sql`max_imports >= 0`))
    .addColumn("max_import_candles", "integer", (c) => c.check(sql`max_import_candles >= 0`))
    .execute();

  await db.schema.createTable("login_attempts")
    .addColumn("key", "text", (c) => c.primaryKey())
    .addColumn("tries", "integer", (c) => c.notNull())
    .addColumn("since", "timestamptz", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("login_attempts_since").on("login_attempts").column("since")
    .execute();

  await db.schema.createTable("blob_deletions")
    .addColumn("key", "text", (c) => c.primaryKey())
    .addColumn("due_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("blob_deletions_due").on("blob_deletions").column("due_at").execute();

  await db.schema.createTable("import_reservations")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn("user_id", "uuid", (c) => c.notNull().references("users.id").onDelete("cascade"))
    .addColumn("series", "text", (c) => c.notNull())
    .addColumn("candles", "integer", (c) => c.notNull())
    .addColumn("expires_at", "timestamptz", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("import_reservations_user").on("import_reservations")
    .column("user_id").execute();

  await db.schema.createTable("deleted_backtests")
    .addColumn("id", "uuid", (c) => c.primaryKey())
    .addColumn("user_id", "uuid", (c) => c.notNull().references("users.id").onDelete("cascade"))
    .addColumn("created_at", "timestamptz", (c) => c.notNull())
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("deleted_backtests_user").on("deleted_backtests")
    .columns(["user_id", "created_at"]).execute();

  // Counting one account's imports, and removing them with it, must not read everybody's candles.
  await db.schema.createIndex("candles_owner").on("candles").column("owner_id")
    .where(sql<boolean>`owner_id is not null`).execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropIndex("candles_owner").execute();
  for (
    const table of ["deleted_backtests", "import_reservations", "blob_deletions", "login_attempts"]
  ) {
    await db.schema.dropTable(table).execute();
  }
  await db.schema.alterTable("users")
    .dropColumn("max_strategies").dropColumn("max_backtests_per_day")
    .dropColumn("max_imports").dropColumn("max_import_candles").execute();
}
