/**
 * Devices that an account has logged in with before, so that strangers' wrong passwords do not shut them out; and until when
 * a try to log in counts, which is longer for an account than for an address.
 */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createTable("login_devices")
    .addColumn("user_id", "uuid", (c) => c.notNull().references("users.id").onDelete("cascade"))
    .addColumn("token_hash", "text", (c) => c.notNull())
    .addColumn("last_used_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint("login_devices_pkey", ["user_id", "token_hash"])
    .execute();
  await db.schema.createIndex("login_devices_last_used").on("login_devices")
    .column("last_used_at").execute();

  await db.schema.alterTable("login_attempts")
    .addColumn(
      "expires_at",
      "timestamptz",
      (c) => c.notNull().defaultTo(sql`now() + interval '15 minutes'`),
    )
    .execute();
  await db.schema.createIndex("login_attempts_expires").on("login_attempts").column("expires_at")
    .execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("login_attempts").dropColumn("expires_at").execute();
  await db.schema.dropTable("login_devices").execute();
}
