/** Devices that an account was logged in with before: a random token in a cookie, only its hash here. */
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { hashToken, isToken, newToken } from "./sessions.ts";

/** How long a device is remembered after it was last used to log in. */
export const DEVICE_DAYS = 365;
const DAY_MS = 86_400_000;
/** Programs that keep no cookie are a new device each time; only the newest of an account are remembered. */
const MOST_DEVICES = 20;

export class DeviceStore {
  constructor(private readonly db: Kysely<Database>, private readonly now: () => number) {}

  /** The hash of the token when the account of `email` was logged in with it before; else `null`. */
  async known(email: string, token: string | null): Promise<string | null> {
    if (token === null || !isToken(token)) return null;
    const token_hash = await hashToken(token);
    const row = await this.db.selectFrom("login_devices as d")
      .innerJoin("users as u", "u.id", "d.user_id").select("d.token_hash")
      .where("u.email", "=", email).where("d.token_hash", "=", token_hash)
      .where("d.last_used_at", ">", this.#oldest()).executeTakeFirst();
    return row === undefined ? null : token_hash;
  }

  /**
   * Remembers the device for the account, and returns its token. A token that nobody was logged in with is replaced: somebody
   * else may have put it there.
   */
  async remember(userId: string, token: string | null): Promise<string> {
    const now = new Date(this.now());
    const kept = token !== null && await this.#isUsed(token) ? token : newToken();
    await this.db.insertInto("login_devices")
      .values({ user_id: userId, token_hash: await hashToken(kept), last_used_at: now })
      .onConflict((conflict) =>
        conflict.columns(["user_id", "token_hash"]).doUpdateSet({
          last_used_at: now,
          updated_at: now,
        })
      ).execute();
    await this.db.deleteFrom("login_devices").where("user_id", "=", userId)
      .where(
        "token_hash",
        "not in",
        (eb) =>
          eb.selectFrom("login_devices").select("token_hash").where("user_id", "=", userId)
            .orderBy("last_used_at", "desc").orderBy("token_hash").limit(MOST_DEVICES),
      ).execute();
    return kept;
  }

  /** Forgets all devices of the account but the one with this token. */
  async forgetOthers(trx: Kysely<Database>, userId: string, token: string | null) {
    await trx.deleteFrom("login_devices").where("user_id", "=", userId)
      .where("token_hash", "!=", token === null ? "" : await hashToken(token)).execute();
  }

  /** Removes what has run out. */
  async sweep(): Promise<void> {
    await this.db.deleteFrom("login_devices").where("last_used_at", "<=", this.#oldest()).execute();
  }

  async #isUsed(token: string): Promise<boolean> {
    if (!isToken(token)) return false;
    const row = await this.db.selectFrom("login_devices").select("token_hash")
      .where("token_hash", "=", await hashToken(token))
      .where("last_used_at", ">", this.#oldest()).limit(1).executeTakeFirst();
    return row !== undefined;
  }

  #oldest(): Date {
    return new Date(this.now() - DEVICE_DAYS * DAY_MS);
  }
}
