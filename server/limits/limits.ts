/** The one place that knows how much one account may do. */
import { type Kysely, sql, type Transaction } from "kysely";
import { AppError } from "../../contracts/errors.ts";
import type { Profile } from "../../contracts/users.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/schema.ts";

const DAY_MS = 86_400_000;

export class Limits {
  constructor(
    private readonly db: Kysely<Database>,
    private readonly limits: Config["limits"],
    private readonly now: () => number,
  ) {}

  /** What is used and what is allowed. Archived strategies and automatic runs do not count. */
  async usage(userId: string): Promise<Profile["usage"]> {
    return {
      strategies: { used: await this.#strategies(this.db, userId), limit: this.limits.strategies },
      backtests_today: {
        used: await this.#backtestsToday(this.db, userId),
        limit: this.limits.backtestsPerDay,
        resets_at: this.#dayEnd().toISOString(),
      },
    };
  }

  /**
   * Runs `insert` when one more strategy is allowed. Requests of one account wait for each other, so that two at once cannot
   * both take the last place.
   *
   * @throws {AppError} `limit_reached`
   */
  async withRoomForStrategy<T>(
    userId: string,
    insert: (trx: Transaction<Database>) => Promise<T>,
  ): Promise<T> {
    return await this.db.transaction().execute(async (trx) => {
      await lockAccount(trx, userId);
      const { strategies: limit } = this.limits;
      if (await this.#strategies(trx, userId) >= limit) {
        throw new AppError(
          "limit_reached",
          `You have ${limit} strategies, which is all this beta allows. Archive one that you no longer need.`,
        );
      }
      return await insert(trx);
    });
  }

  /**
   * Runs `insert` when one more backtest is allowed today.
   *
   * @throws {AppError} `limit_reached`
   */
  async withRoomForBacktest<T>(
    userId: string,
    insert: (trx: Transaction<Database>) => Promise<T>,
  ): Promise<T> {
    return await this.db.transaction().execute(async (trx) => {
      await lockAccount(trx, userId);
      const { backtestsPerDay: limit } = this.limits;
      if (await this.#backtestsToday(trx, userId) >= limit) {
        const hours = Math.ceil((this.#dayEnd().getTime() - this.now()) / 3_600_000);
        throw new AppError(
          "limit_reached",
          `You have run ${limit} backtests today, which is all this beta allows. ` +
            `The count starts again at 00:00 UTC, in about ${hours} ${
              hours === 1 ? "hour" : "hours"
            }.`,
        );
      }
      return await insert(trx);
    });
  }

  async #strategies(db: Kysely<Database>, userId: string): Promise<number> {
    const { count } = await db.selectFrom("strategies").select(sql<number>`count(*)`.as("count"))
      .where("user_id", "=", userId).where("is_archived", "=", false).executeTakeFirstOrThrow();
    return count;
  }

  async #backtestsToday(db: Kysely<Database>, userId: string): Promise<number> {
    const start = new Date(this.#dayEnd().getTime() - DAY_MS);
    const { count } = await db.selectFrom("backtest_runs").select(sql<number>`count(*)`.as("count"))
      .where("user_id", "=", userId).where("created_at", ">=", start)
      .where("triggered_by", "!=", "schedule").executeTakeFirstOrThrow();
    return count;
  }

  #dayEnd(): Date {
    return new Date((Math.floor(this.now() / DAY_MS) + 1) * DAY_MS);
  }
}

/** Makes the transactions of one account wait for each other until this one ends. */
async function lockAccount(trx: Transaction<Database>, userId: string): Promise<void> {
  await trx.selectFrom("users").select("id").where("id", "=", userId).forUpdate().execute();
}
