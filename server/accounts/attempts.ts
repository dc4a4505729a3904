/**
 * Slows down guessing: too many wrong passwords for one account from one address, and the door stays shut for a while. The
 * tries are rows, so that several web processes count together.
 */
import { type Kysely, sql, type Transaction } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import type { Database } from "../db/schema.ts";
import { hashToken } from "./sessions.ts";

const WINDOW_MS = 15 * 60_000;
const PER_ACCOUNT_AND_ADDRESS = 8;
const PER_ADDRESS = 60;

export class LoginAttempts {
  constructor(private readonly db: Kysely<Database>, private readonly now: () => number) {}

  /**
   * Counts a try before its password is checked, so that many at once cannot all slip through.
   *
   * @throws {AppError} `too_many_attempts`, and then the try is not counted
   */
  async begin(email: string, address: string): Promise<void> {
    const [both, alone] = await keysOf(email, address);
    // Always in this order, so that two tries never wait for each other.
    await this.db.transaction().execute(async (trx) => {
      await this.#count(trx, both, PER_ACCOUNT_AND_ADDRESS);
      await this.#count(trx, alone, PER_ADDRESS);
    });
  }

  /** The try was right: it counts no longer, and neither do the wrong ones before it. */
  async succeeded(email: string, address: string): Promise<void> {
    const [both, alone] = await keysOf(email, address);
    await this.db.deleteFrom("login_attempts").where("key", "=", both).execute();
    await this.db.updateTable("login_attempts")
      .set({ tries: sql<number>`greatest(tries - 1, 0)` }).where("key", "=", alone).execute();
  }

  /** Removes what counts no longer. */
  async sweep(): Promise<void> {
    await this.db.deleteFrom("login_attempts")
      .where("since", "<=", new Date(this.now() - WINDOW_MS)).execute();
  }

  async #count(trx: Transaction<Database>, key: string, limit: number): Promise<void> {
    const now = new Date(this.now());
    const start = new Date(now.getTime() - WINDOW_MS);
    const over = sql<boolean>`login_attempts.since <= ${start}`;
    const { tries, since } = await trx.insertInto("login_attempts")
      .values({ key, tries: 1, since: now })
      .onConflict((conflict) =>
        conflict.column("key").doUpdateSet({
          tries: sql<number>`case when ${over} then 1 else login_attempts.tries + 1 end`,
          since: sql<Date>`case when ${over} then ${now} else login_attempts.since end`,
          updated_at: now,
        })
      ).returning(["tries", "since"]).executeTakeFirstOrThrow();
    if (tries <= limit) return;
    const seconds = Math.max(1, Math.ceil((since.getTime() + WINDOW_MS - now.getTime()) / 1000));
    const minutes = Math.ceil(seconds / 60);
    throw new AppError(
      "too_many_attempts",
      `Too many tries. Wait ${minutes} ${minutes === 1 ? "minute" : "minutes"}, then try again.`,
      { retryAfterSeconds: seconds },
    );
  }
}

/** Hashed: who tried to log in from where is private, and addresses differ in length. */
async function keysOf(email: string, address: string): Promise<[both: string, alone: string]> {
  return [await hashToken(`${email}\n${address}`), await hashToken(`\n${address}`)];
}
