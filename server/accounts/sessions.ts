/** Sessions: an opaque random token in the browser, only its hash here. */
import type { Kysely } from "kysely";
import type { Session } from "../../contracts/users.ts";
import type { Changes } from "../db/changes.ts";
import { isUuid } from "../db/errors.ts";
import { KeptReads } from "../db/kept_reads.ts";
import type { Database, Role } from "../db/schema.ts";
import type { KeyScope } from "../../contracts/api_keys.ts";
import { deviceName } from "./device.ts";

/** How long a session lasts after it was last used. */
export const SESSION_DAYS = 30;
/** How long a session lasts at the most, however much it is used. */
export const SESSION_DAYS_AT_MOST = 90;
const DAY_MS = 86_400_000;
/** A session's end moves at most this often, and the cookie with it. */
const ROLL_MS = DAY_MS;
/** When it was last seen is written at most this often: a write for each page view would be one too many. */
const SEEN_MS = 5 * 60_000;

export interface SessionOwner {
  readonly id: string;
  readonly email: string;
  readonly timezone: string | null;
  /** The session that was used, or the API key. */
  readonly sessionId: string;
  readonly role: Role;
  /** When the password was last typed in this session; `null` = not that anybody knows. */
  readonly confirmedAt: Date | null;
  /** Whether it was shown that the email is theirs. */
  readonly isVerified: boolean;
  /** What the API key may do that was sent; absent = a session was used. */
  readonly keyScope?: KeyScope;
}

interface SessionRow {
  readonly session_id: string;
  readonly expires_at: Date;
  readonly last_seen_at: Date;
  readonly created_at: Date;
  readonly id: string;
  readonly email: string;
  readonly timezone: string | null;
  readonly role: Role;
  readonly confirmed_at: Date | null;
  readonly email_verified_at: Date | null;
}

/** For so long a password that was typed holds for what asks for it again, milliseconds. */
export const CONFIRMED_MS = 10 * 60_000;

/** A 256-bit random token, base64url. */
export function newToken(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** Whether `text` could be a token of ours. */
export function isToken(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text);
}

/** SHA-256 of a token, hex: what is stored. A plain hash is enough because the token itself is random. */
export async function hashToken(token: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Sessions whose rows are kept in memory. */
const KEPT = 5_000;

export class SessionStore {
  readonly #kept: KeptReads<SessionRow | undefined>;

  /** @param changes where no other process writes; rows are kept in memory until they change */
  constructor(
    private readonly db: Kysely<Database>,
    private readonly now: () => number,
    changes: Changes | null = null,
  ) {
    this.#kept = new KeptReads({ changes, tables: ["sessions", "users"], most: KEPT });
  }

  /** Opens a session and returns its token, which is stored nowhere. */
  async open(userId: string, userAgent: string | null, db = this.db): Promise<string> {
    const token = newToken();
    const now = new Date(this.now());
    await db.insertInto("sessions").values({
      user_id: userId,
      token_hash: await hashToken(token),
      user_agent: userAgent?.slice(0, 300) ?? null,
      last_seen_at: now,
      expires_at: new Date(now.getTime() + SESSION_DAYS * DAY_MS),
      confirmed_at: now,
      created_at: now,
    }).execute();
    return token;
  }

  /** Whose session it is, and whether its end was moved; `null` when it is over or never was. */
  async find(token: string): Promise<{ user: SessionOwner; rolled: boolean } | null> {
    if (!isToken(token)) return null;
    const hash = await hashToken(token);
    const row = await this.#kept.get(hash, () => this.#read(hash));
    const now = this.now();
    if (!row || row.expires_at.getTime() <= now) return null;
    const latest = row.created_at.getTime() + SESSION_DAYS_AT_MOST * DAY_MS;
    if (latest <= now) return null;
    const expires = Math.min(now + SESSION_DAYS * DAY_MS, latest);
    const rolled = expires - row.expires_at.getTime() >= ROLL_MS;
    if (rolled || now - row.last_seen_at.getTime() >= SEEN_MS) {
      await this.db.updateTable("sessions").set({
        last_seen_at: new Date(now),
        ...(rolled ? { expires_at: new Date(expires) } : {}),
        updated_at: new Date(now),
      }).where("id", "=", row.session_id).execute();
    }
    const { id, email, timezone, session_id: sessionId, role } = row;
    const confirmedAt = row.confirmed_at;
    const isVerified = row.email_verified_at !== null;
    return { user: { id, email, timezone, sessionId, role, confirmedAt, isVerified }, rolled };
  }

  /** The password was typed in a session just now. */
  async confirm(sessionId: string): Promise<void> {
    const now = new Date(this.now());
    await this.db.updateTable("sessions").set({ confirmed_at: now, updated_at: now })
      .where("id", "=", sessionId).execute();
  }

  /** Whether the password was typed in the session a short while ago. */
  isConfirmed({ confirmedAt }: SessionOwner): boolean {
    if (confirmedAt === null) return false;
    const agoMs = this.now() - confirmedAt.getTime();
    return agoMs >= 0 && agoMs < CONFIRMED_MS;
  }

  async #read(hash: string): Promise<SessionRow | undefined> {
    return await this.db.selectFrom("sessions")
      .innerJoin("users", "users.id", "sessions.user_id")
      .select(["sessions.id as session_id", "sessions.expires_at", "sessions.last_seen_at"])
      .select("sessions.created_at")
      .select("sessions.confirmed_at")
      .select(["users.id", "users.email", "users.timezone"])
      .select(["users.role", "users.email_verified_at"])
      .where("token_hash", "=", hash)
      .where("users.disabled_at", "is", null)
      .executeTakeFirst();
  }

  /** The sessions of an account, the one in use first, then the last used. */
  async list({ id, sessionId }: SessionOwner): Promise<Session[]> {
    const rows = await this.db.selectFrom("sessions")
      .select(["id", "user_agent", "created_at", "last_seen_at", "expires_at"])
      .where("user_id", "=", id).where("expires_at", ">", new Date(this.now()))
      .orderBy("last_seen_at", "desc").orderBy("id").execute();
    return rows
      .map((row): Session => ({
        id: row.id,
        device: deviceName(row.user_agent),
        created_at: row.created_at.toISOString(),
        last_seen_at: row.last_seen_at.toISOString(),
        expires_at: row.expires_at.toISOString(),
        current: row.id === sessionId,
      }))
      .sort((a, b) => Number(b.current) - Number(a.current));
  }

  /** Ends the session of this token and returns whose it was; `null` when it was over already. */
  async close(token: string): Promise<string | null> {
    const row = await this.db.deleteFrom("sessions")
      .where("token_hash", "=", await hashToken(token)).returning("user_id").executeTakeFirst();
    return row?.user_id ?? null;
  }

  /** Ends one session of the account; `false` when it has none like that. */
  async end(userId: string, sessionId: string): Promise<boolean> {
    if (!isUuid(sessionId)) return false;
    const { numDeletedRows } = await this.db.deleteFrom("sessions")
      .where("user_id", "=", userId).where("id", "=", sessionId).executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Ends all sessions of the account but the one in use, and returns how many. */
  async endOthers({ id, sessionId }: SessionOwner, db = this.db): Promise<number> {
    const { numDeletedRows } = await db.deleteFrom("sessions")
      .where("user_id", "=", id).where("id", "!=", sessionId).executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** Ends all sessions of the account, and returns how many. */
  async endAll(userId: string, db = this.db): Promise<number> {
    const { numDeletedRows } = await db.deleteFrom("sessions").where("user_id", "=", userId)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** Removes what has run out. */
  async sweep(): Promise<void> {
    await this.db.deleteFrom("sessions").where("expires_at", "<=", new Date(this.now())).execute();
  }
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replace(
    /=+$/,
    "",
  );
}
