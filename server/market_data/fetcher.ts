/**
 * Fetches from the vendor what a run lacks, and nothing else.
 *
 * What has been fetched is written down as coverage with the candles, page by page: a fetch that breaks off goes on
 * where it stopped, in any process. One fetch a series runs at a time, across processes too, and those who wait find what it
 * stored; where two overlap all the same, a request is lost and nothing else, as inserts and coverage can be repeated.
 */
import { MARKET_TIMEFRAMES, type MarketTimeframe, sharedTimeframe } from "./catalog.ts";
import type { CoverageStore } from "./coverage.ts";
import { MarketDataError } from "./errors.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { type Interval, missingIntervals, reachesBackTo } from "./intervals.ts";
import type { WorkLeases } from "../db/work_leases.ts";
import { cutCandles } from "./cut_candles.ts";
import type { Restatements } from "./restatements.ts";
import { type SeriesKey, seriesName } from "./series.ts";
import { SeriesLock } from "./series_lock.ts";
import type { CandleStore } from "./store.ts";
import type { Vendor } from "./vendor.ts";

/** How long a vendor that could not be reached is left alone, ms, so that not every run waits for the time-out again. */
const UNREACHABLE_REST_MS = 30_000;
/**
 * So many candles in a row that do not exist mean that there is nothing earlier: the longest outage of the large
 * exchanges is some hours.
 */
const NOTHING_EARLIER_BARS = 200;
const DAY_MS = 86_400_000;

export interface FetchRequest {
  readonly fromMs: number;
  readonly toMs: number;
  readonly historyBars: number;
  /** Whether history that cannot be fetched is a failure; otherwise there is less of it. */
  readonly isHistoryNeeded?: boolean;
  readonly signal?: AbortSignal;
}

export class CandleFetcher {
  readonly #store: CandleStore;
  readonly #coverage: CoverageStore;
  readonly #restatements: Pick<Restatements, "record">;
  readonly #leases: WorkLeases | null;
  readonly #vendor: Vendor;
  readonly #now: () => number;
  readonly #log: Logger | null;
  readonly #lock = new SeriesLock();
  #rest: { sinceMs: number; untilMs: number; error: MarketDataError } | null = null;

  constructor(
    parts: {
      store: CandleStore;
      coverage: CoverageStore;
      restatements: Pick<Restatements, "record">;
      /** Where other processes fetch into the same database. */
      leases: WorkLeases | null;
      vendor: Vendor;
      now: () => number;
      log?: Logger;
    },
  ) {
    this.#store = parts.store;
    this.#coverage = parts.coverage;
    this.#restatements = parts.restatements;
    this.#leases = parts.leases;
    this.#vendor = parts.vendor;
    this.#now = parts.now;
    this.#log = parts.log ?? null;
  }

  /**
   * Makes sure that every candle of the range is stored, and the history before it as far as it exists.
   * @throws MarketDataError when a part of the range itself cannot be had; for missing history only where it is needed.
   */
  async ensure(key: SeriesKey, request: FetchRequest): Promise<void> {
    const complete = (await this.#missingInRange(key, request)).length === 0 &&
      await this.#missingHistory(key, request) === null;
    if (complete) return;
    try {
      await this.#alone(key, request.signal, async () => {
        for (const missing of await this.#missingInRange(key, request)) {
          await this.#fetch(key, missing, request.signal);
        }
        await this.#fetchHistory(key, request);
      });
    } catch (error) {
      throw request.signal?.aborted ? stopped(error) : error;
    }
  }

  /**
   * Asks for a stretch that is stored once more, and writes down what differs by now; candles that were missing are stored. Answers
   * how many differ that did not before.
   *
   * @throws MarketDataError when it cannot be had
   */
  async recheck(
    key: SeriesKey,
    { from, to }: Interval,
    signal?: AbortSignal,
  ): Promise<{ readonly restated: number; readonly inserted: number }> {
    return await this.#alone(key, signal, async () => {
      const before = (await this.#store.count(key, from, to)).candles;
      const restated = await this.#fetch(key, { from, to }, signal);
      return { restated, inserted: (await this.#store.count(key, from, to)).candles - before };
    });
  }

  async #alone<T>(
    key: SeriesKey,
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    const name = seriesName(key);
    return await this.#lock.run(
      name,
      signal,
      () => this.#leases ? this.#leases.whenFree(`fetch ${name}`, signal, work) : work(),
    );
  }

  async #fetchHistory(key: SeriesKey, request: FetchRequest): Promise<void> {
    // Each turn learns a stretch further back; the bound is for a vendor that answers nonsense for ever.
    for (let turn = 0; turn < 1000; turn++) {
      const missing = await this.#missingHistory(key, request);
      if (!missing) return;
      try {
        await this.#fetch(key, missing, request.signal);
      } catch (error) {
        const mayBeLess = error instanceof MarketDataError && error.code !== "aborted" &&
          !request.isHistoryNeeded;
        if (mayBeLess) return;
        throw error;
      }
    }
  }

  async #missingInRange(key: SeriesKey, { fromMs, toMs }: FetchRequest): Promise<Interval[]> {
    const from = Math.max(
      fromMs,
      this.#vendor.firstTimeMs(key.asset, sharedTimeframe(key.timeframe)),
    );
    return missingIntervals({ from, to: toMs }, await this.#coverage.list(key));
  }

  /** The next stretch before the range to ask for, nearest first; `null` when there is enough or nothing earlier. */
  async #missingHistory(
    key: SeriesKey,
    { fromMs, historyBars }: FetchRequest,
  ): Promise<Interval | null> {
    if (historyBars <= 0) return null;
    const timeframeMs = MARKET_TIMEFRAMES[key.timeframe];
    const earliest = this.#vendor.firstTimeMs(key.asset, sharedTimeframe(key.timeframe));
    const known = await this.#coverage.list(key);
    const reach = reachesBackTo(fromMs, known);
    const near = Math.max(reach, fromMs - (historyBars + NOTHING_EARLIER_BARS) * timeframeMs);
    if ((await this.#store.count(key, near, fromMs)).candles >= historyBars) return null;
    const { candles, firstMs } = await this.#store.count(key, reach, fromMs);
    if (candles >= historyBars) return null;
    if ((firstMs ?? fromMs) - reach >= NOTHING_EARLIER_BARS * timeframeMs) return null;
    const bars = Math.max(historyBars - candles, NOTHING_EARLIER_BARS);
    const from = Math.max(reach - bars * timeframeMs, earliest);
    return missingIntervals({ from, to: reach }, known).at(-1) ?? null;
  }

  /**
   * Fetches and stores one stretch, and writes down what is complete now, and what differs from what was stored; answers how much
   * does that did not before.
   */
  async #fetch(key: SeriesKey, missing: Interval, signal?: AbortSignal): Promise<number> {
    this.#throwIfResting();
    let restated = 0;
    const timeframeMs = MARKET_TIMEFRAMES[key.timeframe];
    try {
      const pages = this.#vendor.fetchCandles({
        asset: key.asset,
        // Imports, which have others, are never fetched.
        timeframe: key.timeframe as MarketTimeframe,
        fromMs: missing.from,
        toMs: missing.to,
        ...(signal ? { signal } : {}),
      });
      for await (const { candles: given, completeToMs } of pages) {
        // What was not asked for may not have closed.
        const candles = cutCandles(given, missing);
        const { inserted } = await this.#store.insert(key, candles, signal ? { signal } : {});
        if (inserted < candles.length) {
          restated += await this.#restatements.record(key, candles, this.#vendor.name);
        }
        const last = candles.time[candles.length - 1];
        let to = completeToMs;
        // A candle that closed just now may reach the vendor's archive late: the newest end is complete only as far as
        // candles came, and is asked for again next time.
        if (completeToMs > this.#now() - Math.max(DAY_MS, 3 * timeframeMs)) {
          to = last === undefined ? missing.from : last + timeframeMs;
        }
        await this.#coverage.add(key, { from: missing.from, to });
      }
      this.#rest = null;
      if (restated > 0) {
        this.#log?.warn("candles were restated", {
          asset: key.asset,
          timeframe: key.timeframe,
          venue: key.venue,
          candles: restated,
        });
      }
      return restated;
    } catch (error) {
      if (signal?.aborted) throw stopped(error);
      // Logged here, because a failure need not reach a caller: runs go on with what is stored.
      this.#log?.warn("candles could not be fetched", {
        asset: key.asset,
        timeframe: key.timeframe,
        venue: key.venue,
        error: describeError(error),
      });
      if (error instanceof MarketDataError) this.#remember(error);
      throw error;
    }
  }

  #throwIfResting(): void {
    if (!this.#rest) return;
    const { sinceMs, untilMs, error } = this.#rest;
    const nowMs = this.#now();
    // Before it began: the clock went back.
    if (nowMs >= sinceMs && nowMs < untilMs) throw error;
  }

  #remember(error: MarketDataError): void {
    const restMs = error.code === "rate_limited"
      ? error.retryAfterMs ?? UNREACHABLE_REST_MS
      : error.code === "vendor_unreachable"
      ? UNREACHABLE_REST_MS
      : 0;
    const sinceMs = this.#now();
    if (restMs > 0) this.#rest = { sinceMs, untilMs: sinceMs + restMs, error };
  }
}

function stopped(cause: unknown): MarketDataError {
  if (cause instanceof MarketDataError && cause.code === "aborted") return cause;
  return new MarketDataError("aborted", "Fetching the candles was stopped.", {
    retryable: true,
    cause,
  });
}
