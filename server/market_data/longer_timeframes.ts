/** Which series are made of hours, and fetching the hours that they lack. */
import { nextCandleOpen } from "../../engine/mod.ts";
import { type MonthSource, selectCandles } from "./candle_reader.ts";
import { MARKET_TIMEFRAMES, sharedTimeframe, SYNTHETIC_VENUE } from "./catalog.ts";
import { derivedMonths, wholeBuckets } from "./derived_months.ts";
import type { CandleFetcher, FetchRequest } from "./fetcher.ts";
import { type Interval, missingIntervals, reachesBackTo } from "./intervals.ts";
import { countSeries, type MadeCounts, type SeriesSpan } from "./made_counts.ts";
import type { SeriesKey } from "./series.ts";
import type { MonthCount } from "./store.ts";
import type { Vendor } from "./vendor.ts";

export interface LongerTimeframesParts {
  /** What is stored. */
  readonly source: MonthSource;
  /** The vendor of a venue; `null` for one that nothing is asked of. */
  readonly vendorOf: (venue: string) => Vendor | null;
}

export class LongerTimeframes {
  /** Stored series as they are, and those that are made of hours. */
  readonly months: MonthSource;
  readonly #source: MonthSource;
  readonly #vendorOf: (venue: string) => Vendor | null;

  constructor({ source, vendorOf }: LongerTimeframesParts) {
    this.#source = source;
    this.#vendorOf = vendorOf;
    this.months = derivedMonths({
      source,
      baseOf: (key) => this.baseOf(key),
      sinceMs: (key) => this.#sinceMs(key),
    });
  }

  /** The hours that a shared series of a longer timeframe is made of; `null` for one that is asked of its vendor as it is. */
  baseOf(key: SeriesKey): SeriesKey | null {
    if (key.ownerId !== null || key.venue === SYNTHETIC_VENUE) return null;
    const asked = this.#vendorOf(key.venue)?.definition.timeframes ?? [];
    const isLonger = MARKET_TIMEFRAMES[key.timeframe] > MARKET_TIMEFRAMES["1h"];
    return isLonger && !asked.some((timeframe) => timeframe === key.timeframe)
      ? { ...key, timeframe: "1h" }
      : null;
  }

  /**
   * The candles that are made of hours, counted; `null` for a series that is stored as it is, and for a market with closing hours.
   *
   * @param counts of all series, month by month
   */
  async counts(
    key: SeriesKey,
    span: SeriesSpan,
    counts: readonly MonthCount[],
  ): Promise<MadeCounts | null> {
    const base = this.baseOf(key);
    if (base === null || this.#vendorOf(key.venue)?.market(key.asset)?.hours) return null;
    return await countSeries(this.#source, { key, base, span, counts });
  }

  /** The stretches of a range that are not known to be complete: of longer timeframes, whole candles. */
  async missing(key: SeriesKey, fromMs: number, toMs: number): Promise<Interval[]> {
    const base = this.baseOf(key);
    const { coverage } = await this.months.state(key);
    const vendor = this.#vendorOf(key.venue);
    const earliest = vendor?.firstTimeMs(key.asset, sharedTimeframe((base ?? key).timeframe)) ?? 0;
    const wanted = { from: Math.max(fromMs, earliest), to: toMs };
    if (base === null) return missingIntervals(wanted, coverage);
    const timeframeMs = MARKET_TIMEFRAMES[key.timeframe];
    const { from } = wholeBuckets(wanted, timeframeMs, this.#sinceMs(key));
    return missingIntervals({ from, to: nextCandleOpen(toMs, timeframeMs) }, coverage);
  }

  /**
   * Fetches what a range and its history lack.
   * @throws MarketDataError when a part of the range itself cannot be had
   */
  async fetch(fetcher: CandleFetcher, key: SeriesKey, request: FetchRequest): Promise<void> {
    const base = this.baseOf(key);
    if (base === null) return await fetcher.ensure(key, request);
    const { fromMs, toMs, historyBars, ...more } = request;
    for (const { from, to } of await this.missing(key, fromMs, toMs)) {
      await fetcher.ensure(base, { fromMs: from, toMs: to, historyBars: 0, ...more });
    }
    if (historyBars <= 0) return;
    const range = { fromMs, toMs, historyBars };
    const { history, coverage } = await selectCandles(this.months, key, range);
    if (history >= historyBars) return;
    const timeframeMs = MARKET_TIMEFRAMES[key.timeframe];
    const reach = reachesBackTo(nextCandleOpen(fromMs, timeframeMs), coverage);
    const hours = (historyBars - history) * timeframeMs / MARKET_TIMEFRAMES[base.timeframe];
    await fetcher.ensure(base, { fromMs: reach, toMs: reach, historyBars: hours, ...more });
  }

  /** Open time of the first candle of a market, as its vendor lists it; 0 where nobody knows. */
  #sinceMs(key: SeriesKey): number {
    return this.#vendorOf(key.venue)?.market(key.asset)?.sinceMs ?? 0;
  }
}
