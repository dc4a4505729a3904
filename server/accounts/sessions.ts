/** Sessions: an opaque random token in the browser, only its hash here. */
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";

/** How long a session lasts after it was last used. */
export const SESSION_DAYS = 30;
const DAY_MS = 86_400_000;
/** A session's end moves at most this often: a write for each page view would be one too many. */
const ROLL_MS = DAY_MS;

export interface SessionOwner {
  readonly id: string;
  readonly email: string;
  readonly timezone: string | null;
}

/** A 256-bit random token, base64url. */
export function newToken(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(32)));
}

/** SHA-256 of a token, hex: what is stored. A plain hash is enough because the token itself is random. */
export async function hashToken(token: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(token));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class SessionStore {
  constructor(private readonly db: Kysely<Database>, private readonly now: () => number) {}

  /** Opens a session and returns its token, which is stored nowhere. */
  async open(userId: string, userAgent: string | null): Promise<string> {
    const token = newToken();
    const now = new Date(this.now());
    await this.db.insertInto("sessions").values({
      user_id: userId,
      token_hash: await hashToken(token),
      user_agent: userAgent?.slice(0, 300) ?? null,
      last_seen_at: now,
      expires_at: new Date(now.getTime() + SESSION_DAYS * DAY_MS),
    }).execute();
    return token;
  }

  /** Whose session it is, and whether its end was moved; `null` when it is over or never was. */
  async find(token: string): Promise<{ user: SessionOwner; rolled: boolean } | null> {
    if (!/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
    const row = await this.db.selectFrom("sessions")
      .innerJoin("users", "users.id", "sessions.user_id")
      .select(["sessions.id as session_id", "sessions.expires_at", "sessions.last_seen_at"])
      .select(["users.id", "users.email", "users.timezone"])
      .where("token_hash", "=", await hashToken(token))
      .executeTakeFirst();
    const now = this.now();
    if (!row || row.expires_at.getTime() <= now) return null;
    const rolled = now - row.last_seen_at.getTime() >= ROLL_MS;
    if (rolled) {
      await this.db.updateTable("sessions").set({
        last_seen_at: new Date(now),
        expires_at: new Date(now + SESSION_DAYS * DAY_MS),
        updated_at: new Date(now),
      }).where("id", "=", row.session_id).execute();
    }
    return { user: { id: row.id, email: row.email, timezone: row.timezone }, rolled };
  }

  /** Ends the session of this token; one that is over already is fine. */
  async close(token: string): Promise<void> {
    await this.db.deleteFrom("sessions").where("token_hash", "=", await hashToken(token)).execute();
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
