/** The statements about notices. Whose they are is asked here. */
import { type Kysely, type Selectable, sql, type Transaction } from "kysely";
import type { NoticeMail, NoticeMode } from "../../contracts/notices.ts";
import type { NoticesTable } from "../db/notice_schema.ts";
import type { Database } from "../db/schema.ts";

export type NoticeRow = Selectable<NoticesTable>;

/** Any connection or transaction. */
type Db = Kysely<Database>;

/** How an account wants to hear of a kind, and where; `undefined` without the account. */
export async function waysOf(db: Db, userId: string, kind: string) {
  return await db.selectFrom("users as u")
    .leftJoin(
      "notice_settings as s",
      (join) => join.onRef("s.user_id", "=", "u.id").on("s.kind", "=", kind),
    )
    .leftJoin("notice_webhooks as w", "w.user_id", "u.id")
    .select(["u.email", "s.mode", "s.mail", "s.webhook", "w.url"])
    .select((eb) => eb("u.email_verified_at", "is not", null).as("is_confirmed"))
    .where("u.id", "=", userId).executeTakeFirst();
}

export interface NewNotice {
  readonly user_id: string;
  readonly kind: string;
  readonly key: string;
  readonly text: string;
  readonly link: string;
  readonly details_json: string;
  readonly is_silent: boolean;
  readonly created_at: Date;
}

/** Writes a notice once by its key; `null` when it is not new. */
export async function insertNotice(db: Db, values: NewNotice): Promise<string | null> {
  const row = await db.insertInto("notices").values(values)
    .onConflict((c) => c.constraint("notices_key").doNothing()).returning("id").executeTakeFirst();
  return row?.id ?? null;
}

/** The newest first; one more than `limit` where there are more. */
export async function listNotices(
  db: Db,
  userId: string,
  { limit, before }: { readonly limit: number; readonly before?: number | undefined },
): Promise<NoticeRow[]> {
  let rows = db.selectFrom("notices").selectAll().where("user_id", "=", userId);
  if (before !== undefined) rows = rows.where("seq", "<", before);
  return await rows.orderBy("seq", "desc").limit(limit + 1).execute();
}

/**
 * The newest notices after `seq`, the oldest first, and those of the minute before it: two transactions may have taken their numbers
 * in one order and ended in the other.
 */
export async function noticesAfter(
  db: Db,
  userId: string,
  { seq, limit }: { readonly seq: number; readonly limit: number },
): Promise<NoticeRow[]> {
  const rows = await db.selectFrom("notices").selectAll().where("user_id", "=", userId)
    .where((eb) =>
      eb.or([
        eb("seq", ">", seq),
        eb.and([
          eb("seq", "<", seq),
          eb(
            "created_at",
            ">",
            sql<
              Date
            >`(select max(created_at) from notices where user_id = ${userId}::uuid and seq <= ${seq}) - interval '1 minute'`,
          ),
        ]),
      ])
    )
    .orderBy("seq", "desc").limit(limit).execute();
  return rows.reverse();
}

export async function linkOf(db: Db, userId: string, id: string): Promise<string | undefined> {
  const row = await db.selectFrom("notices").select("link").where("user_id", "=", userId)
    .where("id", "=", id).executeTakeFirst();
  return row?.link;
}

export async function countUnread(db: Db, userId: string): Promise<number> {
  const { count } = await db.selectFrom("notices").select(sql<number>`count(*)::int`.as("count"))
    .where("user_id", "=", userId).where("read_at", "is", null).where("is_silent", "=", false)
    .executeTakeFirstOrThrow();
  return count;
}

/** Marks notices of the account as read, all without `ids`; answers how many were not. */
export async function markRead(
  db: Db,
  userId: string,
  { ids, at }: { readonly ids?: readonly string[] | undefined; readonly at: Date },
): Promise<number> {
  let update = db.updateTable("notices").set({ read_at: at, updated_at: at })
    .where("user_id", "=", userId).where("read_at", "is", null);
  if (ids !== undefined) update = update.where("id", "in", [...ids]);
  const { numUpdatedRows } = await update.executeTakeFirst();
  return Number(numUpdatedRows);
}

export async function settingsOf(db: Db, userId: string) {
  return await db.selectFrom("notice_settings").select(["kind", "mode", "mail", "webhook"])
    .where("user_id", "=", userId).execute();
}

export async function saveSetting(
  db: Db,
  userId: string,
  { kind, ...ways }: {
    readonly kind: string;
    readonly mode: NoticeMode;
    readonly mail: NoticeMail;
    readonly webhook: boolean;
  },
): Promise<void> {
  await db.insertInto("notice_settings").values({ user_id: userId, kind, ...ways })
    .onConflict((c) =>
      c.constraint("notice_settings_pkey").doUpdateSet({ ...ways, updated_at: new Date() })
    )
    .execute();
}

/** Where mails to the account go; `undefined` without the account. */
export async function addressOf(db: Db, userId: string) {
  return await db.selectFrom("users").select(["id", "email", "email_verified_at", "disabled_at"])
    .where("id", "=", userId).executeTakeFirst();
}

/** No other request of the account changes its settings until the transaction ends. */
export async function lockAccount(trx: Transaction<Database>, userId: string): Promise<boolean> {
  const row = await trx.selectFrom("users").select("id").where("id", "=", userId)
    .forNoKeyUpdate().executeTakeFirst();
  return row !== undefined;
}

/** Removes what is older; answers how many. */
export async function removeOld(db: Db, before: Date): Promise<number> {
  const { numDeletedRows } = await db.deleteFrom("notices").where("created_at", "<", before)
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Strategies with an open track record on a market. */
export async function recordsOnMarket(
  db: Db,
  { asset, venue }: { readonly asset: string; readonly venue: string },
) {
  return await db.selectFrom("forward_records as r")
    .innerJoin("strategies as s", "s.id", "r.strategy_id")
    .select(["s.id", "s.user_id", "s.name"])
    .where("r.ended_at", "is", null).where("r.import_name", "is", null)
    .where("r.asset", "=", asset).where("r.venue", "=", venue)
    .orderBy("s.id").execute();
}
