/**
 * Fetches from the vendor what a run lacks, and nothing else.
 *
 * What has been fetched is written down as coverage with the candles, page by page: a fetch that breaks off goes on
 * where it stopped, in any process. Within a process one fetch a series runs at a time; across processes two may overlap,
 * which costs a request and changes nothing, as inserts and coverage can be repeated.
 */
import { MARKET_TIMEFRAMES } from "./catalog.ts";
import type { CoverageStore } from "./coverage.ts";
import { MarketDataError } from "./errors.ts";
import { describeError, type Logger } from "../logging/log.ts";
import { type Interval, missingIntervals, reachesBackTo } from "./intervals.ts";
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
  readonly #vendor: Vendor;
  readonly #now: () => number;
  readonly #log: Logger | null;
  readonly #lock = new SeriesLock();
  #rest: { sinceMs: number; untilMs: number; error: MarketDataError } | null = null;

  constructor(
    parts: {
      store: CandleStore;
      coverage: CoverageStore;
      vendor: Vendor;
      now: () => number;
      log?: Logger;
    },
  ) {
    this.#store = parts.store;
    this.#coverage = parts.coverage;
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
      await this.#lock.run(seriesName(key), request.signal, async () => {
        for (const missing of await this.#missingInRange(key, request)) {
          await this.#fetch(key, missing, request.signal);
        }
        await this.#fetchHistory(key, request);
      });
    } catch (error) {
      throw request.signal?.aborted ? stopped(error) : error;
    }
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
    const from = Math.max(fromMs, this.#vendor.firstTimeMs(key.asset, key.timeframe));
    return missingIntervals({ from, to: toMs }, await this.#coverage.list(key));
  }

  /** The next stretch before the range to ask for, nearest first; `null` when there is enough or nothing earlier. */
  async #missingHistory(
    key: SeriesKey,
    { fromMs, historyBars }: FetchRequest,
  ): Promise<Interval | null> {
    if (historyBars <= 0) return null;
    const timeframeMs = MARKET_TIMEFRAMES[key.timeframe];
    const earliest = this.#vendor.firstTimeMs(key.asset, key.timeframe);
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

  /** Fetches and stores one stretch, and writes down what is complete now. */
  async #fetch(key: SeriesKey, missing: Interval, signal?: AbortSignal): Promise<void> {
    this.#throwIfResting();
    const timeframeMs = MARKET_TIMEFRAMES[key.timeframe];
    try {
      const pages = this.#vendor.fetchCandles({
        asset: key.asset,
        timeframe: key.timeframe,
        fromMs: missing.from,
        toMs: missing.to,
        ...(signal ? { signal } : {}),
      });
      for await (const { candles, completeToMs } of pages) {
        await this.#store.insert(key, candles, signal ? { signal } : {});
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
