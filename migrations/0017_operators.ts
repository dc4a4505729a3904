/**
 * Roles and what an operator does: links that work once, mails that wait, keys for programs, a second step of logging in, and
 * a record of who did what, which takes no change.
 */
import { type Kysely, sql } from "kysely";

const now = sql`now()`;
const newId = sql`gen_random_uuid()`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("users")
    .addColumn(
      "role",
      "text",
      (c) => c.notNull().defaultTo("member").check(sql`role in ('owner', 'admin', 'member')`),
    )
    .addColumn("disabled_at", "timestamptz")
    .addColumn("email_verified_at", "timestamptz")
    .addColumn("totp_secret", "text")
    .addColumn("totp_enabled_at", "timestamptz")
    .addColumn("totp_last_step", "bigint")
    .execute();
  await db.schema.createIndex("users_role").on("users").column("role")
    .where(sql<boolean>`role <> 'member'`).execute();

  // When the password was last typed in the session; unknown for those that are open already.
  await db.schema.alterTable("sessions").addColumn("confirmed_at", "timestamptz").execute();

  await db.schema.createTable("account_links")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn(
      "kind",
      "text",
      (c) => c.notNull().check(sql`kind in ('owner', 'invitation', 'reset', 'email', 'verify')`),
    )
    .addColumn("token_hash", "text", (c) => c.notNull().unique())
    .addColumn("user_id", "uuid", (c) => c.references("users.id").onDelete("cascade"))
    .addColumn("email", "text")
    .addColumn("created_by", "uuid", (c) => c.references("users.id").onDelete("cascade"))
    // Without one it works until it is used or taken back.
    .addColumn("expires_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("account_links_user").on("account_links").column("user_id")
    .execute();
  await db.schema.createIndex("account_links_expires").on("account_links").column("expires_at")
    .execute();

  await db.schema.createTable("mails")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn("kind", "text", (c) => c.notNull())
    .addColumn("address", "text", (c) => c.notNull())
    .addColumn("user_id", "uuid", (c) => c.references("users.id").onDelete("cascade"))
    .addColumn(
      "status",
      "text",
      (c) => c.notNull().defaultTo("pending").check(sql`status in ('pending', 'failed')`),
    )
    .addColumn("attempts", "integer", (c) => c.notNull().defaultTo(0))
    .addColumn("free_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("error", "text")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("mails_free").on("mails").columns(["status", "free_at"]).execute();

  await db.schema.createTable("api_keys")
    .addColumn("id", "uuid", (c) => c.primaryKey().defaultTo(newId))
    .addColumn("user_id", "uuid", (c) => c.notNull().references("users.id").onDelete("cascade"))
    .addColumn("name", "text", (c) => c.notNull())
    .addColumn("scope", "text", (c) => c.notNull().check(sql`scope in ('read', 'run')`))
    // The beginning, by which a person knows it again.
    .addColumn("prefix", "text", (c) => c.notNull())
    .addColumn("key_hash", "text", (c) => c.notNull().unique())
    .addColumn("last_used_at", "timestamptz")
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  await db.schema.createIndex("api_keys_user").on("api_keys").column("user_id").execute();

  await db.schema.createTable("recovery_codes")
    .addColumn("user_id", "uuid", (c) => c.notNull().references("users.id").onDelete("cascade"))
    .addColumn("code_hash", "text", (c) => c.notNull())
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addPrimaryKeyConstraint("recovery_codes_pkey", ["user_id", "code_hash"])
    .execute();

  // Accounts are named by their ids alone and without a reference, so that an entry outlives them and holds no address of theirs.
  await db.schema.createTable("audit_log")
    .addColumn("id", "bigint", (c) => c.primaryKey().generatedByDefaultAsIdentity())
    .addColumn("event", "text", (c) => c.notNull())
    // Who did it: an account, or none where it was a command or the app itself.
    .addColumn("actor_id", "uuid")
    .addColumn(
      "actor_kind",
      "text",
      (c) => c.notNull().check(sql`actor_kind in ('account', 'command', 'app')`),
    )
    .addColumn("subject_id", "uuid")
    .addColumn("address", "text")
    .addColumn("details", "jsonb", (c) => c.notNull().defaultTo(sql`'{}'::jsonb`))
    .addColumn("created_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .addColumn("updated_at", "timestamptz", (c) => c.notNull().defaultTo(now))
    .execute();
  for (const column of ["actor_id", "subject_id"]) {
    await db.schema.createIndex(`audit_log_${column}`).on("audit_log").columns([column, "id"])
      .execute();
  }
  await sql`
    create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit log takes new entries alone' using errcode = '42501';
    end $$`.execute(db);
  await sql`create trigger audit_log_append_only before update or delete or truncate on audit_log
    for each statement execute function refuse_audit_change()`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await db.schema.dropTable("audit_log").execute();
  await sql`drop function refuse_audit_change()`.execute(db);
  for (const table of ["recovery_codes", "api_keys", "mails", "account_links"]) {
    await db.schema.dropTable(table).execute();
  }
  await db.schema.alterTable("sessions").dropColumn("confirmed_at").execute();
  await db.schema.dropIndex("users_role").execute();
  await db.schema.alterTable("users")
    .dropColumn("role").dropColumn("disabled_at").dropColumn("email_verified_at")
    .dropColumn("totp_secret").dropColumn("totp_enabled_at").dropColumn("totp_last_step")
    .execute();
}
