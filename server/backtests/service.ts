/** Backtests as people ask for them: start, watch, read, run again. The work itself is the job `run_backtest`. */
import type { Kysely } from "kysely";
import {
  type CreateBacktest,
  DEFAULT_CAPITAL,
  isTerminal,
  type ListBacktests,
  type Run,
  type RunDetails,
  type RunVenue,
  type UpdateBacktest,
} from "../../contracts/backtests.ts";
import { hashedVenue } from "../../contracts/engine_settings.ts";
import { AppError } from "../../contracts/errors.ts";
import type { BarsQuery, ResultBars, ResultOverview } from "../../contracts/result_overview.ts";
import type { CandleSeries } from "../../engine/mod.ts";
import type { Accounts } from "../accounts/service.ts";
import { isForeignKeyViolation, isUuid } from "../db/errors.ts";
import type { Database, NewBacktestRun } from "../db/schema.ts";
import type { Limits } from "../limits/limits.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { isMarketTimeframe, isSeriesTimeframe, MARKET_TIMEFRAMES } from "../market_data/catalog.ts";
import { type CandleSource, sourceOf } from "../market_data/series.ts";
import { endOfSeries, type MarketData } from "../market_data/service.ts";
import type { Notifications } from "../notifications/notifications.ts";
import { runTopic } from "../notifications/topics.ts";
import type { Watches } from "../notifications/watches.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { definitionOf } from "../strategies/queries.ts";
import { marketAfter, requireMarket } from "../strategies/chosen_market.ts";
import type { Strategies } from "../strategies/service.ts";
import { fitRange, type RunRange } from "./dates.ts";
import { estimateOf, requireInTime } from "./estimate.ts";
import {
  deleteRun,
  insertRun,
  lastVenue,
  listRuns,
  markRunSeen,
  type RunNeighbours,
  type RunRow,
  runsNextTo,
  updateRunWords,
} from "./queries.ts";
import { restatedOf } from "./restated.ts";
import type { ResultFiles } from "./result_files.ts";
import { resultsKey, robustnessKey } from "./results_key.ts";
import { requireRunnable } from "./require_runnable.ts";
import { runVenue, venueOfNew } from "./run_venue.ts";
import { ownRun, requireCompleted, toRun } from "./runs.ts";
import { createRunWatches } from "./run_watches.ts";
import { barsOf, overviewOf } from "./overview.ts";
import { drawingOf, historyOf, type KeptRun, problemOfBars, RunDrawings } from "./run_drawings.ts";
import { readStoredResult, type StoredResult, UnreadableResultError } from "./stored_result.ts";

export interface BacktestsOptions {
  readonly db: Kysely<Database>;
  /** Queues the job that works on a run. */
  readonly queueRun: (payload: { readonly id: string }) => Promise<void>;
  readonly storage: BlobStorage;
  readonly accounts: Accounts;
  readonly strategies: Strategies;
  readonly limits: Limits;
  readonly marketData: MarketData;
  readonly resultFiles: ResultFiles;
  readonly notifications: Notifications;
  readonly log: Logger;
  readonly now: () => number;
  /** The longest time that one backtest may compute, milliseconds. */
  readonly runTimeoutMs: number;
}

/** A run that was taken on. */
export interface AcceptedRun {
  readonly run_id: string;
  readonly status: "pending";
}

/** How long "run again with the latest data" waits for the exchange to say what the latest is. */
const REFRESH_TIMEOUT_MS = 3_000;

type Settings = Pick<
  NewBacktestRun,
  "fee_percent" | "slippage_percent" | "initial_capital" | "intrabar"
>;

export class Backtests {
  readonly #parts: BacktestsOptions;
  readonly #watches: Watches<RunRow>;
  readonly #drawings: RunDrawings;

  constructor(parts: BacktestsOptions) {
    this.#parts = parts;
    this.#watches = createRunWatches(parts);
    this.#drawings = new RunDrawings(parts.now);
  }

  /**
   * Checks, writes the row and queues it.
   *
   * @throws {AppError} `not_found`, `invalid_strategy` with the faults, `invalid_input` for the dates and for what
   * could not end in time, `limit_reached`
   */
  async create(userId: string, input: CreateBacktest): Promise<AcceptedRun> {
    const { db, strategies, accounts, marketData } = this.#parts;
    const strategy = await strategies.get(userId, input.strategy_id);
    if (input.version === undefined && !strategy.latest_version) {
      const message = "There is nothing to run yet: build the strategy and save it first.";
      throw new AppError("invalid_strategy", message, { issues: [{ code: "empty", message }] });
    }
    const version = await strategies.versionRow(userId, strategy.id, input.version);
    requireRunnable(version.definition_json);
    const market = marketAfter(strategy, input);
    await requireMarket({ db, assets: marketData.assets }, userId, market);
    const { asset, timeframe, import: import_name } = market;
    const source = sourceOf({ asset, timeframe, import_name }, userId);
    const range = await this.#fit(source, { from: input.date_from, to: input.date_to });
    const costs = await accounts.defaultCosts(userId);
    const settings = {
      fee_percent: input.fee_percent ?? costs.default_fee_percent,
      slippage_percent: input.slippage_percent ?? costs.default_slippage_percent,
      initial_capital: input.initial_capital ?? DEFAULT_CAPITAL,
      intrabar: input.intrabar ?? "stop_first",
    };
    return await this.#insert(userId, range, settings, version.definition_json, {
      strategy_id: strategy.id,
      strategy_version_id: version.id,
      asset,
      timeframe,
      import_name,
      venue: await venueOfNew(marketData, market, input.venue),
      venue_asked: input.venue ?? null,
      triggered_by: "manual",
    });
  }

  /**
   * The same version and settings, up to the latest closed candle there is.
   *
   * @throws {AppError} `not_found`, `invalid_strategy`, `invalid_input` for what could not end in time, `limit_reached`
   */
  async rerun(userId: string, id: string): Promise<AcceptedRun> {
    const { db, marketData } = this.#parts;
    const row = await ownRun(db, userId, id);
    const definition = await definitionOf(db, row.strategy_version_id);
    requireRunnable(definition);
    const latest = await this.#latest(row);
    const to = latest > row.date_from.getTime() ? new Date(latest) : row.date_to;
    const range = await this.#fit(sourceOf(row, userId), { from: row.date_from, to });
    return await this.#insert(userId, range, row, definition, {
      strategy_id: row.strategy_id,
      strategy_version_id: row.strategy_version_id,
      asset: row.asset,
      timeframe: row.timeframe,
      import_name: row.import_name,
      venue: await venueOfNew(marketData, { asset: row.asset, import: row.import_name }),
      triggered_by: "rerun",
    });
  }

  /** Where the next run of a strategy reads its candles, as far as is known now. @throws {AppError} `not_found` */
  async venueOfNext(userId: string, id: string, asked?: string): Promise<RunVenue> {
    const { db, strategies, marketData, now } = this.#parts;
    const strategy = await strategies.get(userId, id);
    const asset = asked ?? strategy.asset;
    return await runVenue(marketData, asset, await lastVenue(db, strategy.id, asset), now());
  }

  /** @throws {AppError} `not_found` */
  async get(userId: string, id: string): Promise<Run> {
    return toRun(await ownRun(this.#parts.db, userId, id));
  }

  /** With what was restated of its candles. @throws {AppError} `not_found` */
  async details(userId: string, id: string): Promise<RunDetails> {
    const { db, marketData } = this.#parts;
    const row = await ownRun(db, userId, id);
    return { ...toRun(row), restated: await restatedOf(marketData.restatements, row) };
  }

  /** Changes note and tags; what is absent stays. @throws {AppError} `not_found` */
  async update(userId: string, id: string, { note, tags }: UpdateBacktest): Promise<Run> {
    const { db } = this.#parts;
    const row = await ownRun(db, userId, id);
    await updateRunWords(db, userId, row.id, {
      ...(note === undefined ? {} : { note: note || null }),
      ...(tags === undefined ? {} : { tags }),
    });
    return await this.get(userId, row.id);
  }

  /** The runs of the same strategy next to one. @throws {AppError} `not_found` */
  async neighbours(userId: string, id: string): Promise<RunNeighbours> {
    const { db } = this.#parts;
    return await runsNextTo(db, userId, await ownRun(db, userId, id));
  }

  /**
   * The runs of the account, or of one strategy, the newest first.
   *
   * @throws {AppError} `not_found` for a strategy, or a run to page on from, that is not the account's
   */
  async list(userId: string, query: ListBacktests = {}): Promise<Run[]> {
    const { db, strategies } = this.#parts;
    const { strategy_id, before, tag, limit = 100, offset = 0 } = query;
    const rows = await listRuns(db, userId, {
      ...(strategy_id === undefined
        ? {}
        : { strategyId: (await strategies.get(userId, strategy_id)).id }),
      ...(before === undefined ? {} : { after: await ownRun(db, userId, before) }),
      ...(tag === undefined ? {} : { tag }),
      limit,
      offset,
    });
    return rows.map(toRun);
  }

  /**
   * The whole result, in the present shape.
   *
   * @throws {AppError} `not_found`, `not_completed`, `result_gone`, `result_unreadable`, `unavailable`
   */
  async results(userId: string, id: string): Promise<StoredResult> {
    const stored = await this.#stored(userId, id);
    return await this.#readable(id, () => Promise.resolve(readStoredResult(stored)));
  }

  /**
   * A part of the result as CSV.
   *
   * @throws {AppError} as `results`
   */
  async csv(userId: string, id: string, part: "trades" | "equity"): Promise<Uint8Array> {
    const stored = await this.#stored(userId, id);
    const [file] = await this.#readable(id, () => this.#parts.resultFiles.of(stored, [part]));
    return file!;
  }

  async #stored(userId: string, id: string): Promise<Uint8Array> {
    const { db, storage, log } = this.#parts;
    const resultKey = requireCompleted(await ownRun(db, userId, id));
    let bytes: Uint8Array | null;
    try {
      bytes = await storage.get(resultKey);
    } catch (error) {
      log.error("a result could not be read", { run_id: id, error: describeError(error) });
      throw new AppError("unavailable", "The result cannot be read right now. Try again soon.", {
        retryAfterSeconds: 10,
        cause: error,
      });
    }
    if (!bytes) {
      throw new AppError("result_gone", "The result of this backtest is gone. Run it again.");
    }
    return bytes;
  }

  async #readable<T>(id: string, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof UnreadableResultError)) throw error;
      this.#parts.log.error("a stored result is not readable", {
        run_id: id,
        error: describeError(error),
      });
      throw new AppError("result_unreadable", error.words);
    }
  }

  /**
   * The result's curves, candles and trades, in `buckets` stretches at the most.
   *
   * @throws {AppError} as `results`
   */
  async overview(userId: string, id: string, buckets?: number): Promise<ResultOverview> {
    const { result, drawing } = await this.#drawn(userId, id);
    return overviewOf(result, drawing, buckets);
  }

  /**
   * Some of the result's bars.
   *
   * @throws {AppError} as `results`; `invalid_input` for bars that there are not, and for too many at once; `not_found` where
   * the candles are not stored as they were
   */
  async bars(
    userId: string,
    id: string,
    { from_bar: from, to_bar: to, bars_each: each = 1 }: BarsQuery,
  ): Promise<ResultBars> {
    const { result, drawing } = await this.#drawn(userId, id);
    const problem = problemOfBars({ from, to, each }, result.equity.time.length);
    if (problem) {
      throw new AppError("invalid_input", problem.message, { issues: [problem] });
    }
    if (!drawing) {
      throw new AppError(
        "not_found",
        "The stored candles have changed since this run, so its prices are not shown. Run it again to see them.",
      );
    }
    return barsOf(drawing, { from, to, each });
  }

  /** A result with what is drawn of it. */
  async #drawn(userId: string, id: string): Promise<KeptRun> {
    const row = await ownRun(this.#parts.db, userId, id);
    return await this.#drawings.of(id, async () => {
      const { result } = await this.results(userId, id);
      const definition = await definitionOf(this.#parts.db, row.strategy_version_id);
      const run = toRun(row);
      // Of the venue that it has read.
      const source = { ...sourceOf(row, userId), ...hashedVenue(row.venue, row.import_name) };
      const candles = await this.#candlesOf(id, source, result.data, historyOf(definition));
      return { result, drawing: drawingOf(run, result, candles, definition) };
    });
  }

  /** What is stored now of the bars of a run, with bars before them; `null` where there is nothing. The exchange is not asked. */
  async #candlesOf(
    run_id: string,
    source: CandleSource & { readonly venue?: string },
    { first_time, last_time }: { readonly first_time: number; readonly last_time: number },
    historyBars: number,
  ): Promise<CandleSeries | null> {
    const { marketData, log } = this.#parts;
    try {
      const { timeframe } = source;
      if (!isSeriesTimeframe(timeframe)) return null;
      // Up to the close of the last candle: one that is not closed is not there.
      const toMs = last_time + MARKET_TIMEFRAMES[timeframe];
      const range = { fromMs: first_time, toMs, historyBars };
      return await marketData.load({ ...source, ...range });
    } catch (error) {
      log.warn("the candles of a run cannot be read", { run_id, error: describeError(error) });
      return null;
    }
  }

  /** Notes that the owner has looked at the result; one that is not there yet stays new. */
  async markSeen(userId: string, id: string): Promise<void> {
    if (!isUuid(id)) return;
    await markRunSeen(this.#parts.db, userId, id, this.#parts.now());
  }

  /**
   * Removes a run that has ended, with its result, for good.
   *
   * @throws {AppError} `not_found`; `not_completed` for one that waits or runs; `unavailable` when its result cannot be
   * removed, and then it stays
   */
  async delete(userId: string, id: string): Promise<void> {
    const { db, storage, limits, log } = this.#parts;
    const row = await ownRun(db, userId, id);
    if (!isTerminal(row.status)) {
      throw new AppError(
        "not_completed",
        "This backtest is still running. Wait until it is finished, then delete it.",
      );
    }
    try {
      // The result goes first: a row without one can be deleted again, a result without a row would stay for ever.
      await storage.delete(resultsKey(row.id));
      await storage.delete(robustnessKey(row.id));
    } catch (error) {
      log.error("a result could not be deleted", { run_id: row.id, error: describeError(error) });
      throw new AppError(
        "unavailable",
        "The backtest cannot be deleted right now. Try again soon.",
        { retryAfterSeconds: 10, cause: error },
      );
    }
    await db.transaction().execute(async (trx) => {
      // Deleting must not make room for more runs of the same day.
      if (await deleteRun(trx, row.id)) await limits.keepCounting(trx, row);
    });
  }

  /**
   * The run as it is now, and again each time it changes, until it has ended, is gone, or `signal` aborts. Reads the row when
   * it is told of a change, so it does not matter which process works on the run.
   *
   * @throws {AppError} `not_found`
   */
  async *subscribe(userId: string, id: string, signal: AbortSignal): AsyncGenerator<Run> {
    // Followed before it is read, so that no change falls in between.
    const watch = this.#watches.open(id, runTopic(id));
    try {
      let row = await ownRun(this.#parts.db, userId, id);
      yield toRun(row);
      while (!isTerminal(row.status)) {
        const next = await watch.next(signal);
        if (next === null || next === "aborted") return;
        // Read for another watcher before this one asked, or changed in nothing that is watched.
        if (next.revision <= row.revision) continue;
        const isSame = next.status === row.status && next.progress === row.progress &&
          next.waiting_for === row.waiting_for;
        row = next;
        if (isSame) continue;
        yield toRun(row);
      }
    } finally {
      watch.close();
    }
  }

  async #insert(
    userId: string,
    { from, to }: RunRange,
    { fee_percent, slippage_percent, initial_capital, intrabar }: Settings,
    definition: unknown,
    origin: Pick<
      NewBacktestRun,
      | "strategy_id"
      | "strategy_version_id"
      | "asset"
      | "timeframe"
      | "import_name"
      | "venue"
      | "venue_asked"
      | "triggered_by"
    >,
  ): Promise<AcceptedRun> {
    const { limits, queueRun, log, now, runTimeoutMs } = this.#parts;
    const estimate = estimateOf({ definition, timeframe: origin.timeframe, from, to });
    requireInTime(estimate, runTimeoutMs);
    const settings = { fee_percent, slippage_percent, initial_capital, intrabar };
    const { id } = await limits.withRoomForBacktest(
      userId,
      (trx) =>
        insertRun(trx, {
          ...origin,
          ...settings,
          user_id: userId,
          date_from: from,
          date_to: to,
          estimate,
          created_at: new Date(now()),
        }),
    ).catch((error) => {
      if (!isForeignKeyViolation(error)) throw error;
      throw new AppError("not_found", "There is no such strategy.");
    });
    try {
      await queueRun({ id });
      log.info("backtest queued", { run_id: id, user_id: userId });
    } catch (error) {
      // The row is there; a sweep finds it and queues it when the queue is back.
      log.warn("a backtest could not be queued yet", { run_id: id, error: describeError(error) });
    }
    return { run_id: id, status: "pending" };
  }

  async #fit(source: CandleSource, range: RunRange): Promise<RunRange> {
    const { asset, timeframe, importName } = source;
    const isKnown = importName === undefined ? isMarketTimeframe : isSeriesTimeframe;
    if (!isKnown(timeframe)) {
      throw new AppError("invalid_input", `The timeframe ${timeframe} is not on offer any more.`);
    }
    const closedBeforeMs = await this.#parts.marketData.endOf(source);
    if (closedBeforeMs === null) {
      throw new AppError(
        "not_found",
        `Your import “${importName}” of ${asset} ${timeframe} is gone. Import it again, or choose another market.`,
      );
    }
    return fitRange(range, {
      timeframe,
      timeframeMs: MARKET_TIMEFRAMES[timeframe],
      closedBeforeMs,
    });
  }

  /** End of the newest candle that can be had, Unix ms; of the run's own range when nothing is known. */
  async #latest(row: RunRow): Promise<number> {
    const { marketData, log } = this.#parts;
    const { asset, timeframe, date_to } = row;
    const source = sourceOf(row, row.user_id);
    const signal = AbortSignal.timeout(REFRESH_TIMEOUT_MS);
    const late = new Promise<null>((resolve) =>
      signal.addEventListener("abort", () => resolve(null), { once: true })
    );
    const fresh = await Promise.race([
      marketData.refresh({ ...source, signal }).catch((error) => {
        log.warn("the newest candles could not be fetched", {
          asset,
          timeframe,
          error: describeError(error),
        });
        return null;
      }),
      late,
    ]);
    if (fresh !== null) return fresh;
    return endOfSeries(await marketData.seriesOf(source)) ?? date_to.getTime();
  }
}
