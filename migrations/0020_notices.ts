/** Notices of an account, how it wants to hear of each kind, and what is still to be sent to its webhook. */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;
const newId = sql`gen_random_uuid()`;

export async function up(db: Kysely<unknown>): Promise<void> {
  const { schema } = db;
  await schema.createTable("notices")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn(
      "seq",
      "bigint",
      (c) => c.notNull().generatedByDefaultAsIdentity().unique(),
    )
    .addColumn("user_id", "uuid", (c) => c.notNull().references("users.id").onDelete("cascade"))
    .addColumn("kind", "text", (c) => c.notNull())
    // What it is about: told once.
    .addColumn("key", "text", (c) => c.notNull())
    .addColumn("text", "text", (c) => c.notNull())
    .addColumn("link", "text", (c) => c.notNull())
    .addColumn("details_json", "jsonb", (c) => c.notNull())
    .addColumn("is_silent", "boolean", (c) => c.notNull())
    .addColumn("read_at", "timestamptz")
    // The mail that tells it, until that is sent; and when that was to be.
    .addColumn("mail_id", "uuid", (c) => c.references("mails.id").onDelete("set null"))
    .addColumn("mail_due_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint("notices_key", ["user_id", "kind", "key"]).execute();
  await schema.createIndex("notices_list").on("notices").columns(["user_id", "seq desc"]).execute();
  await schema.createIndex("notices_unread").on("notices").column("user_id")
    .where(sql<boolean>`read_at is null and not is_silent`).execute();
  await schema.createIndex("notices_mail").on("notices").column("mail_id").execute();
  await schema.createIndex("notices_age").on("notices").column("created_at").execute();

  await schema.createTable("notice_settings")
    .addColumn("user_id", "uuid", (c) => c.notNull().references("users.id").onDelete("cascade"))
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("mode", "text", (c) => c.notNull().check(sql`mode in ('on', 'silent', 'off')`))
    .addColumn("mail", "text", (c) => c.notNull().check(sql`mail in ('off', 'daily', 'at_once')`))
    .addColumn("webhook", "boolean", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint("notice_settings_pkey", ["user_id", "kind"]).execute();

  // Signs the addresses by which mails are ended.
  await schema.createTable("notice_keys")
    .addColumn("user_id", "uuid", (c) => c.primaryKey().references("users.id").onDelete("cascade"))
    .addColumn("unsubscribe_key", "text", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();

  await schema.createTable("notice_webhooks")
    .addColumn("user_id", "uuid", (c) => c.primaryKey().references("users.id").onDelete("cascade"))
    .addColumn("url", "text", (c) => c.notNull())
    .addColumn(
      "shape",
      "text",
      (c) => c.notNull().check(sql`shape in ('json', 'discord', 'telegram')`),
    )
    .addColumn("chat_id", "text")
    .addColumn("secret", "text", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();

  await schema.createTable("notice_deliveries")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn("user_id", "uuid", (c) => c.notNull().references("users.id").onDelete("cascade"))
    .addColumn("notice_id", "uuid", (c) => c.notNull().references("notices.id").onDelete("cascade"))
    .addColumn(
      "status",
      "text",
      (c) => c.notNull().defaultTo("pending").check(sql`status in ('pending', 'dead')`),
    )
    .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("free_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("error", "text")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addUniqueConstraint("notice_deliveries_notice", ["notice_id"]).execute();
  await schema.createIndex("notice_deliveries_due").on("notice_deliveries")
    .columns(["status", "free_at"]).execute();
  await schema.createIndex("notice_deliveries_user").on("notice_deliveries")
    .columns(["user_id", "status"]).execute();
}

export async function down(db: Kysely<unknown>): Promise<void> {
  for (
    const table of ["notice_deliveries", "notice_webhooks", "notice_keys", "notice_settings"]
      .concat("notices")
  ) {
    await db.schema.dropTable(table).execute();
  }
}
