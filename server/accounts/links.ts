/** Links that work once: a random code in the link, only its hash here. Using one removes it. */
import type { Kysely } from "kysely";
import type { LinkKind } from "../db/account_schema.ts";
import type { Database } from "../db/schema.ts";
import { hashToken, isToken, newToken } from "./sessions.ts";

/** How long a link that was mailed works, milliseconds. */
export const MAILED_LINK_MS = 30 * 60_000;
export const MAILED_LINK_MINUTES = MAILED_LINK_MS / 60_000;
/** How long an invitation works. */
export const INVITATION_DAYS = 7;
const DAY_MS = 86_400_000;

export interface NewLink {
  readonly kind: LinkKind;
  /** Whose account it changes; absent for links that make one. */
  readonly userId?: string;
  readonly email?: string | null;
  readonly createdBy?: string | null;
}

export interface Link {
  readonly id: string;
  readonly kind: LinkKind;
  readonly userId: string | null;
  readonly email: string | null;
}

/** An invitation that nobody has used yet. */
export interface OpenInvitation {
  readonly id: string;
  readonly email: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

export class AccountLinks {
  constructor(private readonly db: Kysely<Database>, private readonly now: () => number) {}

  /** Makes a link and returns its code, which is stored nowhere. */
  async make(
    { kind, userId, email = null, createdBy = null }: NewLink,
    db = this.db,
  ): Promise<string> {
    const code = newToken();
    const now = this.now();
    const lifetimeMs = kind === "owner"
      ? null
      : kind === "invitation"
      ? INVITATION_DAYS * DAY_MS
      : MAILED_LINK_MS;
    await db.insertInto("account_links").values({
      kind,
      token_hash: await hashToken(code),
      user_id: userId ?? null,
      email,
      created_by: createdBy,
      expires_at: lifetimeMs === null ? null : new Date(now + lifetimeMs),
      created_at: new Date(now),
    }).execute();
    return code;
  }

  /** The link of this code; `null` when it is used up, taken back, too old, or of another kind. */
  async find(kinds: readonly LinkKind[], code: string, db = this.db): Promise<Link | null> {
    if (!isToken(code)) return null;
    const row = await db.selectFrom("account_links").select(["id", "kind", "user_id", "email"])
      .where("token_hash", "=", await hashToken(code)).where("kind", "in", kinds)
      .where((eb) =>
        eb.or([eb("expires_at", "is", null), eb("expires_at", ">", new Date(this.now()))])
      )
      .executeTakeFirst();
    return row ? { id: row.id, kind: row.kind, userId: row.user_id, email: row.email } : null;
  }

  /** Uses a link up; `null` when somebody was faster. Call it in the transaction of what the link is for. */
  async take(
    trx: Kysely<Database>,
    kinds: readonly LinkKind[],
    code: string,
  ): Promise<Link | null> {
    const link = await this.find(kinds, code, trx);
    if (!link) return null;
    // The one owner makes all links to become the owner void, and two of them cannot be used at once.
    const gone = link.kind === "owner"
      ? await trx.deleteFrom("account_links").where("kind", "=", "owner").returning("id").execute()
      : await trx.deleteFrom("account_links").where("id", "=", link.id).returning("id").execute();
    return gone.some(({ id }) => id === link.id) ? link : null;
  }

  /** Removes the links of an account, such as those for a password that was just changed. */
  async forget(db: Kysely<Database>, userId: string, kinds: readonly LinkKind[]): Promise<void> {
    await db.deleteFrom("account_links").where("user_id", "=", userId).where("kind", "in", kinds)
      .execute();
  }

  /** How many links of this kind the account was sent that still work. */
  async count(userId: string, kind: LinkKind): Promise<number> {
    const rows = await this.db.selectFrom("account_links").select("id")
      .where("user_id", "=", userId).where("kind", "=", kind)
      .where("expires_at", ">", new Date(this.now())).execute();
    return rows.length;
  }

  /** The newest first. */
  async invitations(): Promise<OpenInvitation[]> {
    const rows = await this.db.selectFrom("account_links")
      .select(["id", "email", "created_at", "expires_at"])
      .where("kind", "=", "invitation").where("expires_at", ">", new Date(this.now()))
      .orderBy("created_at", "desc").orderBy("id").execute();
    return rows.map((row) => ({
      id: row.id,
      email: row.email,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
    }));
  }

  /** Takes an invitation back; `false` when there is none like that. */
  async withdraw(id: string): Promise<boolean> {
    const { numDeletedRows } = await this.db.deleteFrom("account_links")
      .where("id", "=", id).where("kind", "=", "invitation").executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Removes all links of a kind but the newest. */
  async keepNewest(kind: LinkKind, most: number): Promise<void> {
    await this.db.deleteFrom("account_links").where("kind", "=", kind)
      .where(
        "id",
        "not in",
        (eb) =>
          eb.selectFrom("account_links").select("id").where("kind", "=", kind)
            .orderBy("created_at", "desc").orderBy("id").limit(most),
      ).execute();
  }

  /** Removes what has run out. */
  async sweep(): Promise<void> {
    await this.db.deleteFrom("account_links").where("expires_at", "<=", new Date(this.now()))
      .execute();
  }
}
