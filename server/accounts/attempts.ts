/**
 * Slows down guessing. A stranger's tries count for the account from one address, for the account as a whole, whose delay
 * grows, and for the address. A device that was logged in with the account before has a budget of its own: nobody can shut it
 * out from elsewhere. The tries are rows, so that several web processes count together.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import type { Database } from "../db/schema.ts";
import { addressGroup } from "../limits/client_address.ts";
import { hashToken } from "./sessions.ts";

const MINUTE_MS = 60_000;
const WINDOW_MS = 15 * MINUTE_MS;
const PER_ACCOUNT_AND_ADDRESS = 8;
const PER_ADDRESS = 60;
/** Wrong tries for an account, wherever they come from, until each further one has to wait. */
const ACCOUNT_FREE = 10;
const ACCOUNT_LONGEST_MS = 5 * MINUTE_MS;
/** After so long without a try, an account's delay begins anew. */
const ACCOUNT_MEMORY_MS = 24 * 60 * MINUTE_MS;

/** A try to prove whose account it is. */
export interface Attempt {
  readonly email: string;
  readonly address: string;
  /** What is known of the device: the hash of a token that it was logged in with, or its session; `null` = a stranger. */
  readonly device: string | null;
}

export class LoginAttempts {
  constructor(private readonly db: Kysely<Database>, private readonly now: () => number) {}

  /**
   * Counts a try before its password is checked, so that many at once cannot all slip through.
   *
   * @throws {AppError} `too_many_attempts`, and then the try is not counted
   */
  async begin(attempt: Attempt): Promise<void> {
    const keys = await keysOf(attempt);
    // Always in this order, so that two tries never wait for each other.
    await this.db.transaction().execute(async (trx) => {
      await this.#count(trx, keys.own, PER_ACCOUNT_AND_ADDRESS);
      if (attempt.device !== null) return;
      await this.#delay(trx, keys.account);
      await this.#count(trx, keys.address, PER_ADDRESS);
    });
  }

  /** The try was right: it counts no longer, and neither do the wrong ones of the same asker before it. */
  async succeeded(attempt: Attempt): Promise<void> {
    const keys = await keysOf(attempt);
    await this.db.transaction().execute(async (trx) => {
      const own = await trx.deleteFrom("login_attempts").where("key", "=", keys.own)
        .returning("tries").executeTakeFirst();
      if (attempt.device !== null) return;
      // Those of others go on counting: an owner who logs in does not open the door to who was guessing.
      const take = (key: string, tries: number) =>
        trx.updateTable("login_attempts")
          .set({ tries: sql<number>`greatest(tries - ${tries}::integer, 0)` })
          .where("key", "=", key).execute();
      await take(keys.account, own?.tries ?? 1);
      await take(keys.address, 1);
    });
  }

  /** Removes what counts no longer. */
  async sweep(): Promise<void> {
    await this.db.deleteFrom("login_attempts")
      .where("expires_at", "<=", new Date(this.now())).execute();
  }

  async #count(trx: Transaction<Database>, key: string, limit: number): Promise<void> {
    const now = new Date(this.now());
    const start = new Date(now.getTime() - WINDOW_MS);
    const end = new Date(now.getTime() + WINDOW_MS);
    const over = sql<boolean>`login_attempts.since <= ${start}`;
    const { tries, since } = await trx.insertInto("login_attempts")
      .values({ key, tries: 1, since: now, expires_at: end })
      .onConflict((conflict) =>
        conflict.column("key").doUpdateSet({
          tries: sql<number>`case when ${over} then 1 else login_attempts.tries + 1 end`,
          since: sql<Date>`case when ${over} then ${now} else login_attempts.since end`,
          expires_at: sql<Date>`case when ${over} then ${end} else login_attempts.expires_at end`,
          updated_at: now,
        })
      ).returning(["tries", "since"]).executeTakeFirstOrThrow();
    if (tries > limit) throw tooMany(since.getTime() + WINDOW_MS - now.getTime());
  }

  /** Counts a try for an account; `since` is when the last one was. */
  async #delay(trx: Transaction<Database>, key: string): Promise<void> {
    const now = new Date(this.now());
    const expires_at = new Date(now.getTime() + ACCOUNT_MEMORY_MS);
    await trx.insertInto("login_attempts").values({ key, tries: 0, since: now, expires_at })
      .onConflict((conflict) => conflict.column("key").doNothing()).execute();
    const last = await trx.selectFrom("login_attempts").select(["tries", "since", "expires_at"])
      .where("key", "=", key).forUpdate().executeTakeFirstOrThrow();
    const tries = last.expires_at <= now ? 0 : last.tries;
    const delayMs = delayAfter(tries);
    const leftMs = Math.min(delayMs, last.since.getTime() + delayMs - now.getTime());
    if (leftMs > 0) throw tooMany(leftMs);
    await trx.updateTable("login_attempts")
      .set({ tries: tries + 1, since: now, expires_at, updated_at: now })
      .where("key", "=", key).execute();
  }
}

/** How long after the last try the next one may be made, milliseconds: doubling from a second, up to five minutes. */
function delayAfter(tries: number): number {
  if (tries < ACCOUNT_FREE) return 0;
  return Math.min(ACCOUNT_LONGEST_MS, 1_000 * 2 ** Math.min(tries - ACCOUNT_FREE, 20));
}

function tooMany(leftMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(leftMs / 1000));
  const minutes = Math.ceil(seconds / 60);
  const [count, unit] = seconds < 60 ? [seconds, "second"] : [minutes, "minute"];
  return new AppError(
    "too_many_attempts",
    `Too many tries. Wait ${count} ${count === 1 ? unit : `${unit}s`}, then try again.`,
    { retryAfterSeconds: seconds },
  );
}

/** Hashed: who tried to log in from where is private, and addresses differ in length. */
async function keysOf(
  { email, address, device }: Attempt,
): Promise<{ own: string; account: string; address: string }> {
  const from = addressGroup(address);
  const [own, account, alone] = await Promise.all([
    hashToken(device === null ? `${email}\n${from}` : `${email}\n\n${device}`),
    hashToken(email),
    hashToken(`\n${from}`),
  ]);
  return { own, account, address: alone };
}
