/** The limits of an account. */
import type { Kysely, Transaction } from "kysely";
import type { Usage, WorkUsage } from "../../contracts/users.ts";
import type { Changes } from "../db/changes.ts";
import { KeptReads } from "../db/kept_reads.ts";
import type { BacktestRunRow, Database, StrategyRow } from "../db/schema.ts";
import { entitlementRow, type EntitlementRules, type Standing } from "../plans/entitlements.ts";
import { countImportedCandles } from "../plans/usage.ts";
import {
  countBacktests,
  countImports,
  countOpenBacktests,
  countStrategies,
  dailyUpdatesBefore,
  importName,
  workUsage,
} from "./counts.ts";
import { isNear, type NearLimit } from "./near_limit.ts";
import { OUTSIDE_FAILURES } from "./outside_failures.ts";
import * as refuse from "./refusals.ts";

const DAY_MS = 86_400_000;
/** How long room is set aside without being renewed, ms: a process that is killed keeps it no longer. */
export const RESERVATION_MS = 60_000;

/** An import that is being stored. */
export interface ImportUnderWay {
  readonly asset: string;
  readonly timeframe: string;
  readonly name: string;
  /** How many candles the series will have at the most, and has by now. */
  readonly candles: number;
  readonly stored: number;
}

/** An import of candles before it is stored. */
export interface ImportRequest {
  readonly asset: string;
  readonly timeframe: string;
  /** The name the import was given. */
  readonly venue: string;
  /** Candles of the file that are not stored yet. */
  readonly newCandles: number;
}

/** Ends an import in the transaction that makes it whole. */
export type FinishImport = (trx: Transaction<Database>) => Promise<void>;

/** What is counted. */
const USAGE_TABLES = [
  "users",
  "subscriptions",
  "strategies",
  "backtest_runs",
  "deleted_backtests",
] as const;
/** Accounts whose usage is kept in memory. */
const KEPT = 1_000;

export class Limits {
  readonly #kept: KeptReads<Awaited<ReturnType<typeof workUsage>>>;

  /** @param changes where no other process writes; usages are kept in memory until something changes */
  constructor(
    private readonly db: Kysely<Database>,
    readonly rules: EntitlementRules,
    private readonly now: () => number,
    changes: Changes | null = null,
    /** Told of a limit that is nearly reached, after what was done; it must not throw. */
    private readonly onNear: (near: NearLimit) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#kept = new KeptReads({ changes, tables: USAGE_TABLES, most: KEPT });
  }

  /** What is used and what is allowed. Archived strategies and automatic runs do not count. */
  async usage(userId: string): Promise<WorkUsage> {
    const day = this.#dayStart();
    const key = `${userId} ${day.getTime()}`;
    const used = await this.#kept.get(key, () => workUsage(this.db, userId, day));
    // Not kept: a plan may end by the clock alone.
    const { entitlements, upgrade } = this.rules.of(used?.account);
    return {
      strategies: { used: used?.strategies ?? 0, limit: entitlements.strategies },
      backtests_today: {
        used: used?.backtests ?? 0,
        limit: entitlements.backtestsPerDay,
        resets_at: this.#dayEnd().toISOString(),
      },
      upgrade,
    };
  }

  /** {@link usage} with the account's own candles, which takes longer to count. */
  async wholeUsage(userId: string): Promise<Usage> {
    const { entitlements: limits } = await this.rules.ofAccount(this.db, userId);
    const { series, candles } = await countImports(
      this.db,
      userId,
      this.#reservations(),
    );
    return {
      ...await this.usage(userId),
      imports: { used: series.size, limit: limits.imports },
      import_candles: { used: candles, limit: limits.importCandles },
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
    let near: NearLimit | null = null;
    const done = await this.#alone(userId, async (trx, standing) => {
      const { strategies: limit } = standing.entitlements;
      const used = await countStrategies(trx, userId);
      if (used >= limit) throw refuse.strategy({ used, limit }, this.#offer(standing));
      near = { userId, what: "strategies", used: used + 1, limit, day: null };
      return await insert(trx);
    });
    await this.#tell(near);
    return done;
  }

  /**
   * Runs `insert` when one more backtest is allowed today, and one more may wait.
   *
   * @throws {AppError} `limit_reached`, of the day's with the time when the count starts again
   */
  async withRoomForBacktest<T>(
    userId: string,
    insert: (trx: Transaction<Database>) => Promise<T>,
  ): Promise<T> {
    let near: NearLimit | null = null;
    const done = await this.#alone(userId, async (trx, standing) => {
      const { backtestsPerDay: limit, openBacktests } = standing.entitlements;
      const used = await countBacktests(trx, userId, this.#dayStart());
      if (used >= limit) {
        throw refuse.backtest(
          { used, limit, resetsAt: this.#dayEnd(), nowMs: this.now() },
          this.#offer(standing),
        );
      }
      const open = await countOpenBacktests(trx, userId);
      if (open >= openBacktests) {
        throw refuse.openBacktest({ used: open, limit: openBacktests }, this.#offer(standing));
      }
      const day = this.#dayStart().toISOString().slice(0, 10);
      near = { userId, what: "backtests", used: used + 1, limit, day };
      return await insert(trx);
    });
    await this.#tell(near);
    return done;
  }

  /**
   * Makes sure that daily updates may be turned on for one more strategy. The account is locked for the rest of `trx`, where
   * there is a limit.
   *
   * @throws {AppError} `limit_reached`
   */
  async requireRoomForDailyUpdate(trx: Transaction<Database>, userId: string): Promise<void> {
    const standing = await this.rules.ofAccount(trx, userId);
    const { dailyUpdates: limit } = standing.entitlements;
    if (limit === null) return;
    await entitlementRow(trx, userId).forNoKeyUpdate("u").execute();
    const used = await dailyUpdatesBefore(trx, userId);
    if (used >= limit) throw refuse.dailyUpdate({ used, limit }, this.#offer(standing));
  }

  /**
   * Whether the daily update of a strategy is within what its account may run. After a downgrade those that were turned on
   * first go on; the others stay on and rest.
   */
  async allowsDailyUpdate(
    trx: Transaction<Database>,
    strategy: Pick<StrategyRow, "id" | "user_id" | "auto_update_since">,
  ): Promise<boolean> {
    const { entitlements } = await this.rules.ofAccount(trx, strategy.user_id);
    const { dailyUpdates: limit } = entitlements;
    return limit === null || await dailyUpdatesBefore(trx, strategy.user_id, strategy) < limit;
  }

  /** Makes sure that one more version may be followed. @throws {AppError} `limit_reached` */
  async requireRoomForFollow(
    trx: Transaction<Database>,
    userId: string,
    used: number,
  ): Promise<void> {
    const standing = await this.rules.ofAccount(trx, userId);
    const { follows: limit } = standing.entitlements;
    if (used >= limit) throw refuse.follow({ used, limit }, this.#offer(standing));
  }

  /** Makes sure that one more API key may be made. @throws {AppError} `limit_reached` */
  async requireRoomForApiKey(
    trx: Transaction<Database>,
    userId: string,
    used: number,
  ): Promise<void> {
    const standing = await this.rules.ofAccount(trx, userId);
    const { apiKeys: limit } = standing.entitlements;
    if (used >= limit) throw refuse.apiKey({ used, limit }, this.#offer(standing));
  }

  /** What the account may do, and by which plan. */
  standing(userId: string): Promise<Standing> {
    return this.rules.ofAccount(this.db, userId);
  }

  /**
   * Runs `store` when there is room for an import. The room is set aside first, because storing takes several transactions, and
   * renewed while it is stored; `store` calls what it is handed in the transaction that makes the import whole.
   *
   * What has been stored of an import that then fails is taken back by `undo`; of a process that is killed the row stays, and
   * tells what there is to take back.
   *
   * @throws {AppError} `limit_reached`; `unavailable` when the room was taken away while it was stored
   */
  async withRoomForImport<T>(
    userId: string,
    request: ImportRequest,
    store: (finish: FinishImport) => Promise<T>,
    undo: (trx: Transaction<Database>) => Promise<unknown> = () => Promise.resolve(),
  ): Promise<T> {
    const series = importName(request);
    const { newCandles } = request;
    const { id, near } = await this.#reserve(userId, series, newCandles);
    const of = { userId, series, id };
    const renewal = setInterval(() => {
      this.db.updateTable("import_reservations").set({ expires_at: this.#reservedUntil() })
        .where("id", "=", id).execute().catch(() => {});
    }, RESERVATION_MS / 3);
    try {
      const done = await store(async (trx) => {
        const { numDeletedRows } = await trx.deleteFrom("import_reservations").where("id", "=", id)
          .executeTakeFirst();
        if (numDeletedRows === 0n) throw refuse.importTakenBack();
      });
      await this.db.deleteFrom("import_reservations").where("id", "=", id).execute();
      await this.#tell(near);
      await countImportedCandles(this.db, userId, { candles: newCandles, nowMs: this.now() });
      return done;
    } catch (error) {
      // Where the database is away the row stays, and the next sweep takes back what there is.
      await this.#giveUp(of, undo).catch(() => {});
      throw error;
    } finally {
      clearInterval(renewal);
    }
  }

  async #reserve(
    userId: string,
    series: string,
    newCandles: number,
  ): Promise<{ readonly id: string; readonly near: NearLimit }> {
    return await this.#alone(userId, async (trx, standing) => {
      const { imports, importCandles: limit } = standing.entitlements;
      const offer = this.#offer(standing);
      const count = await countImports(trx, userId, this.#reservations());
      if (!count.series.has(series) && count.series.size >= imports) {
        throw refuse.importSeries({ used: count.series.size, limit: imports }, offer);
      }
      const used = count.candles + newCandles;
      if (used > limit) {
        throw refuse.importCandles({ used: count.candles, limit, newCandles }, offer);
      }
      const { id } = await trx.insertInto("import_reservations").values({
        user_id: userId,
        series,
        candles: (count.stored.get(series) ?? 0) + newCandles,
        expires_at: this.#reservedUntil(),
      }).returning("id").executeTakeFirstOrThrow();
      return { id, near: { userId, what: "import_candles", used, limit, day: null } };
    });
  }

  /** What another import into the series has stored by now is not this one's to take back: that is left for when it has ended. */
  async #giveUp(
    { userId, series, id }: { userId: string; series: string; id: string },
    undo: (trx: Transaction<Database>) => Promise<unknown>,
  ): Promise<void> {
    const now = new Date(this.now());
    await this.#alone(userId, async (trx) => {
      const others = await trx.selectFrom("import_reservations").select("id")
        .where("user_id", "=", userId).where("series", "=", series)
        .where("id", "!=", id).where("expires_at", ">", now).execute();
      if (others.length > 0) {
        await trx.updateTable("import_reservations").set({ expires_at: now })
          .where("id", "=", id).execute();
        return;
      }
      await undo(trx);
      await trx.deleteFrom("import_reservations").where("id", "=", id).execute();
    });
  }

  /** Ends the imports into a series that are under way: what they have stored is taken back. */
  async endImports(userId: string, series: Omit<ImportRequest, "newCandles">): Promise<void> {
    await this.db.deleteFrom("import_reservations").where("user_id", "=", userId)
      .where("series", "=", importName(series)).execute();
  }

  #reservedUntil(): Date {
    return new Date(this.now() + RESERVATION_MS);
  }

  /** Which reservations hold. */
  #reservations() {
    return { now: new Date(this.now()), atMostMs: RESERVATION_MS };
  }

  /** The imports of an account that are being stored, with how many candles their series have by now. */
  async importsUnderWay(userId: string): Promise<ImportUnderWay[]> {
    const { coming, stored } = await countImports(
      this.db,
      userId,
      this.#reservations(),
    );
    return coming.map(({ series, candles }) => {
      const [asset, timeframe, name] = JSON.parse(series) as [string, string, string];
      return { asset, timeframe, name, candles, stored: stored.get(series) ?? 0 };
    });
  }

  /**
   * Remembers that a run which is about to be deleted counts for its day; else deleting runs would make room for more. Call it
   * in the transaction that deletes the row.
   */
  async keepCounting(
    trx: Transaction<Database>,
    run: Pick<
      BacktestRunRow,
      "id" | "user_id" | "created_at" | "triggered_by" | "status" | "error_code"
    >,
  ): Promise<void> {
    const outside: readonly (string | null)[] = OUTSIDE_FAILURES;
    const free = run.triggered_by === "schedule" ||
      run.status === "failed" && outside.includes(run.error_code);
    if (free || run.created_at < this.#dayStart()) return;
    await trx.deleteFrom("deleted_backtests")
      .where("user_id", "=", run.user_id).where("created_at", "<", this.#dayStart()).execute();
    await trx.insertInto("deleted_backtests")
      .values({ id: run.id, user_id: run.user_id, created_at: run.created_at })
      .onConflict((conflict) => conflict.doNothing()).execute();
  }

  /** What of another plan would have made room; `null` where none is sold to the account. */
  #offer({ upgrade }: Standing): refuse.Offer | null {
    return upgrade === null ? null : { plan: this.rules.plans.premium, path: upgrade };
  }

  /** Makes the transactions of one account wait for each other until this one ends. */
  async #alone<T>(
    userId: string,
    work: (trx: Transaction<Database>, standing: Standing) => Promise<T>,
  ): Promise<T> {
    return await this.db.transaction().execute(async (trx) => {
      // The weakest lock that does: logging in, which refers to the row, need not wait.
      const own = await entitlementRow(trx, userId).forNoKeyUpdate("u").executeTakeFirst();
      return await work(trx, this.rules.of(own));
    });
  }

  async #tell(near: NearLimit | null): Promise<void> {
    if (near && isNear(near)) await this.onNear(near);
  }

  #dayStart(): Date {
    return new Date(Math.floor(this.now() / DAY_MS) * DAY_MS);
  }

  #dayEnd(): Date {
    return new Date(this.#dayStart().getTime() + DAY_MS);
  }
}
