/** The statements about accounts; those about sessions and tries to log in are in `sessions.ts` and `attempts.ts`. */
import type { Kysely, Transaction, Updateable } from "kysely";
import type { Database, UserRow } from "../db/schema.ts";

/** What logging in looks at. */
export type LoginRow = Pick<
  UserRow,
  "id" | "email" | "password_hash" | "disabled_at" | "totp_enabled_at"
>;

/** @throws a unique violation when the address has an account */
export async function insertUser(
  db: Kysely<Database>,
  values:
    & Pick<UserRow, "email" | "password_hash">
    & Partial<Pick<UserRow, "role" | "email_verified_at">>,
): Promise<Pick<UserRow, "id" | "email">> {
  return await db.insertInto("users").values(values).returning(["id", "email"])
    .executeTakeFirstOrThrow();
}

export async function findUserByEmail(
  db: Kysely<Database>,
  email: string,
): Promise<LoginRow | undefined> {
  return await db.selectFrom("users")
    .select(["id", "email", "password_hash", "disabled_at", "totp_enabled_at"])
    .where("email", "=", email).executeTakeFirst();
}

export async function getUser(db: Kysely<Database>, id: string): Promise<UserRow> {
  return await db.selectFrom("users").selectAll().where("id", "=", id).executeTakeFirstOrThrow();
}

export async function updateUser(
  db: Kysely<Database>,
  id: string,
  values: Updateable<Database["users"]>,
): Promise<UserRow> {
  return await db.updateTable("users").set(values).where("id", "=", id).returningAll()
    .executeTakeFirstOrThrow();
}

/** Puts another password in the place of `before`; `false` when that is not the account's any more. */
export async function replacePassword(
  trx: Transaction<Database>,
  id: string,
  { before, password_hash, nowMs }: {
    readonly before: string;
    readonly password_hash: string;
    readonly nowMs: number;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await trx.updateTable("users")
    .set({ password_hash, updated_at: new Date(nowMs) })
    .where("id", "=", id).where("password_hash", "=", before).executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Whether the account still has this password. The lock waits for a change under way, and keeps the next one out. */
export async function lockPassword(
  trx: Transaction<Database>,
  { id, password_hash }: Pick<UserRow, "id" | "password_hash">,
): Promise<boolean> {
  const row = await trx.selectFrom("users").select("id").where("id", "=", id)
    .where("password_hash", "=", password_hash).forShare().executeTakeFirst();
  return row !== undefined;
}
