/** Which backups were made and tried out, and what seeds have written. */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createTable("backups")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(sql`gen_random_uuid()`))
    .addColumn(
      "kind",
      "text",
      (c) => c.notNull().check(sql`kind in ('manual', 'nightly', 'before_migration', 'drill')`),
    )
    .addColumn(
      "utc_day",
      "text",
      (c) => c.check(sql`utc_day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'`),
    )
    .addColumn(
      "status",
      "text",
      (c) =>
        c.notNull().defaultTo("running").check(sql`status in ('running', 'completed', 'failed')`),
    )
    .addColumn("target", "text")
    .addColumn("size", "double precision")
    .addColumn("rows", "double precision")
    .addColumn("blobs", "double precision")
    .addColumn("is_encrypted", "boolean")
    .addColumn("error_message", "text")
    .addColumn("tries", "integer", (c) => c.notNull().defaultTo(1))
    .addColumn("finished_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    // However many processes look at the clock at once: one of a kind and day. Those without a day are as many as one likes.
    .addUniqueConstraint("backups_day", ["kind", "utc_day"])
    .execute();
  await db.schema.createIndex("backups_list").on("backups").column("created_at desc").execute();

  await db.schema.createTable("seed_runs")
    .addColumn("id", "integer", (c) => c.primaryKey().generatedByDefaultAsIdentity())
    .addColumn(
      "action",
      "text",
      (c) => c.notNull().check(sql`action in ('apply', 'rollback')`),
    )
    .addColumn("of_run", "integer", (c) => c.references("seed_runs.id"))
    .addColumn("digests", "jsonb", (c) => c.notNull())
    .addColumn("manifest", "jsonb", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();

  await db.schema.createTable("seed_rows")
    .addColumn("key", "text", (c) => c.primaryKey())
    .addColumn("digest", "text", (c) => c.notNull())
    .addColumn("row_id", "text")
    .addColumn("run_id", "integer", (c) => c.notNull().references("seed_runs.id"))
    .addColumn("content", "jsonb", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("seed_rows_run").on("seed_rows").column("run_id").execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (const table of ["seed_rows", "seed_runs", "backups"]) {
    await db.schema.dropTable(table).execute();
  }
}
