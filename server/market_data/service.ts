/**
 * Market data for the rest of the app: what there is, and the candles of a run. Real candles come from the database,
 * which fetches from the exchange what it lacks; `DEMO/USDT` is generated here and never stored. The two never mix.
 */
import type { Kysely } from "kysely";
import { candleOpen, type CandleSeries } from "../../engine/mod.ts";
import type { Database } from "../db/schema.ts";
import type { Logger } from "../logging/log.ts";
import {
  type Asset,
  isMarketTimeframe,
  isSeriesTimeframe,
  MARKET_TIMEFRAMES,
  pairOf,
  type SeriesTimeframe,
  SYNTHETIC_VENUE,
} from "./catalog.ts";
import { CandleFileReader } from "./candle_file_reader.ts";
import { CandleAnswers } from "./candle_answers.ts";
import {
  joinCandles,
  lastTime,
  type MonthSource,
  selectCandles,
  type Selection,
} from "./candle_reader.ts";
import { CoverageStore } from "./coverage.ts";
import { MarketDataError } from "./errors.ts";
import { CandleFetcher, type FetchRequest } from "./fetcher.ts";
import {
  type CsvImportRequest,
  type CsvImportResult,
  EARLIEST_CANDLE_MS,
  importCsv,
} from "./import_csv.ts";
import type { ImportKey } from "./imports.ts";
import { csvOf } from "./export_csv.ts";
import { LongerTimeframes } from "./longer_timeframes.ts";
import { type Market, MarketListing, type MarketSeries, type PrivateSeries } from "./listing.ts";
import { WorkLeases } from "../db/work_leases.ts";
import { MonthCache } from "./month_cache.ts";
import { storedMonths, syntheticMonths } from "./month_sources.ts";
import { newestClose } from "./newest_close.ts";
import { OfferedAssets } from "./offered_assets.ts";
import { Restatements } from "./restatements.ts";
import type { CandleRequest, CandleSource, SeriesKey } from "./series.ts";
import { type SeriesExchange, seriesExchange } from "./series_exchange.ts";
import { SeriesStates } from "./series_states.ts";
import { CandleStore } from "./store.ts";
import type { BlobStorage } from "../storage/storage.ts";
import type { Vendor } from "./vendor.ts";
import type { VendorOrder } from "./vendor_order.ts";
import { type Candidate, type DecidedVenue, firstThatCan } from "./venue_decision.ts";
import { Venues, type VenueStanding } from "./venues.ts";
import { unknownSeries, type WhatToDo, whatToDo } from "./what_to_do.ts";
import { dayInWords } from "./words.ts";

const MAX_TIME_MS = Date.UTC(2200, 0, 1);

/** What is fetched of a series of which nothing is stored: so many candles, or so many ms where that is less. */
const FIRST_CANDLES = 1_000;
const FIRST_SPAN_MS = 1_000 * 86_400_000;

export interface MarketDataParts {
  readonly db: Kysely<Database>;
  /** The venue that runs read where no vendor says another. */
  readonly venue: string;
  /** Where missing candles are fetched, when it is one vendor; `null` = nowhere. */
  readonly vendor: Vendor | null;
  /** Where missing candles are fetched, in their order; instead of `vendor`. */
  readonly order?: VendorOrder;
  /** No other process has this database. */
  readonly alone?: boolean;
  /** Where closed months are kept as blobs; without it they are kept in memory alone. */
  readonly storage?: Pick<BlobStorage, "get" | "put">;
  /** Unix ms. */
  readonly now: () => number;
  readonly log?: Logger;
}

export class MarketData {
  readonly store: CandleStore;
  readonly coverage: CoverageStore;
  readonly restatements: Restatements;
  /** Candles as the API's bodies. */
  readonly answers = new CandleAnswers();
  /** What runs and strategies may be about, beside one's own imports. */
  readonly assets: OfferedAssets;
  /** The vendors in their order; `null` where there is one at the most. */
  readonly order: VendorOrder | null;
  /** The first venue of the settings: that of files which name none. */
  readonly venue: string;
  /** By the name of the vendor. */
  readonly #sources = new Map<string, { vendor: Vendor; fetcher: CandleFetcher }>();
  readonly #listing: MarketListing;
  readonly #files = new CandleFileReader();
  readonly #states: SeriesStates;
  readonly #months: MonthCache;
  readonly #longer: LongerTimeframes;
  readonly #stored: MonthSource;
  readonly #synthetic: MonthSource;
  readonly #venues: Venues;
  readonly #db: Kysely<Database>;
  readonly #now: () => number;

  constructor(parts: MarketDataParts) {
    this.#db = parts.db;
    this.store = new CandleStore(parts.db);
    this.coverage = new CoverageStore(parts.db);
    this.restatements = new Restatements(parts.db);
    this.venue = parts.venue;
    this.order = parts.order ?? null;
    this.#now = parts.now;
    this.#states = new SeriesStates(parts.db);
    this.#venues = new Venues({
      venue: parts.venue,
      vendor: parts.vendor,
      order: this.order,
      coverageOf: async (key) => (await this.#stored.state(key)).coverage,
    });
    this.#months = new MonthCache({
      store: this.store,
      storage: parts.storage ?? null,
      log: parts.log ?? null,
      now: parts.now,
    });
    this.#longer = new LongerTimeframes({
      source: storedMonths({ states: this.#states, cache: this.#months, store: this.store }),
      vendorOf: (venue) => this.#sources.get(venue)?.vendor ?? null,
    });
    this.#stored = this.#longer.months;
    this.#synthetic = syntheticMonths((key) => this.closedBefore(key.timeframe));
    const vendors = parts.order?.vendors ?? (parts.vendor ? [parts.vendor] : []);
    this.assets = new OfferedAssets(vendors);
    this.#listing = new MarketListing({
      assets: this.assets,
      store: this.store,
      now: parts.now,
      baseOf: (key) => this.#longer.baseOf(key),
    });
    for (const vendor of vendors) {
      const fetcher = new CandleFetcher({
        store: this.store,
        coverage: this.coverage,
        restatements: this.restatements,
        leases: parts.alone ? null : new WorkLeases(parts.db),
        vendor,
        now: parts.now,
        ...(parts.log ? { log: parts.log } : {}),
      });
      this.#sources.set(vendor.name, { vendor, fetcher });
    }
  }

  /** Where a run's candles are expected to come from: `synthetic` for the synthetic asset, otherwise an exchange. */
  async expectedVenue(asset: string): Promise<string> {
    return (await this.#venues.listed())(asset, new Set());
  }

  /** One series as the lists have it; `null` for an import that is not there. */
  async seriesOf(source: CandleSource): Promise<MarketSeries | null> {
    const { key } = this.#series(source);
    if (key.ownerId !== null) return await this.#listing.ownSeries(key);
    const market = (await this.markets()).find(({ asset }) => asset === key.asset);
    return market?.series.find(({ timeframe }) => timeframe === key.timeframe) ?? null;
  }

  /**
   * Where a series can end now, Unix ms: the close of the newest closed candle, of an import that of its newest candle; `null`
   * for an import that is not there.
   */
  async endOf(source: CandleSource): Promise<number | null> {
    const { key } = this.#series(source);
    if (key.ownerId === null) return this.closedBefore(key.timeframe);
    const series = await this.#listing.ownSeries(key);
    return endOfSeries(series);
  }

  /** End of the newest candle of `timeframe` that is closed now, Unix ms; nothing at or after it has closed. */
  closedBefore(timeframe: SeriesTimeframe): number {
    return newestClose(this.#now(), MARKET_TIMEFRAMES[timeframe]);
  }

  /** The vendors that list an asset, in their order, and whether they are put aside; none for the synthetic asset. */
  async venuesOf(asset: string): Promise<readonly VenueStanding[]> {
    return await this.#venues.of(asset);
  }

  /**
   * Makes sure and loads: the candles of the range, with exactly `historyBars` before it or as many as exist.
   * @throws MarketDataError with a sentence that says what to do.
   */
  async candles(request: CandleRequest): Promise<CandleSeries> {
    return (await this.chooseCandles(request)).candles;
  }

  /**
   * As {@link candles}, with the venue that they are of: all of them, from the first of the history to the last.
   * @throws MarketDataError with a sentence that says what to do.
   */
  async chooseCandles(
    request: CandleRequest,
  ): Promise<DecidedVenue & { readonly candles: CandleSeries }> {
    const source = await this.ensure(request);
    return { ...source, candles: await this.load({ ...request, venue: source.venue }) };
  }

  /**
   * Decides on the venue, and fetches from it what is not stored yet; nothing for the synthetic asset and for private imports.
   * @throws MarketDataError when no venue has all of the range.
   */
  async ensure(request: CandleRequest): Promise<DecidedVenue> {
    const { asset, key, fromMs, toMs } = this.#read(request);
    if (asset.synthetic || key.ownerId !== null) return { venue: key.venue, passedOver: [] };
    const { historyBars } = request;
    const turn = await this.#venues.turn(key, { fromMs, toMs, historyBars }, request.venue);
    const wanted = {
      fromMs,
      toMs,
      historyBars,
      // Where another vendor may have it, missing history is a failure of this one.
      isHistoryNeeded: turn.length > 1,
      ...(request.signal ? { signal: request.signal } : {}),
    };
    try {
      return await firstThatCan(turn, async (candidate) => {
        const own = { ...key, venue: candidate.name };
        if (await this.#isStored(candidate, own, fromMs, toMs, historyBars)) return;
        await this.#fetchMissing(own, wanted);
      });
    } catch (error) {
      if (!(error instanceof MarketDataError) || error.code === "aborted") throw error;
      for (const candidate of turn.length > 1 ? turn : []) {
        const own = { ...key, venue: candidate.name };
        // With less history than there may be, rather than not at all.
        if (await this.#isStored(candidate, own, fromMs, toMs, 0)) {
          return { venue: candidate.name, passedOver: [] };
        }
      }
      const first = { ...key, venue: turn[0]?.name ?? key.venue };
      const { message, what } = await this.#whatToDo(first, error);
      throw new MarketDataError(error.code, message, {
        what,
        retryable: error.retryable,
        retryAfterMs: error.retryAfterMs,
        cause: error,
      });
    }
  }

  /**
   * Loads what is stored, without asking the exchange.
   * @throws MarketDataError `no_candles` when the range holds none.
   */
  async load(request: CandleRequest): Promise<CandleSeries> {
    return joinCandles(await this.select(request));
  }

  /**
   * What {@link load} loads, not yet copied into columns of its own.
   * @throws MarketDataError `no_candles` when the range holds none.
   */
  async select(request: CandleRequest): Promise<Selection> {
    const { asset, key: read, fromMs, toMs } = this.#read(request);
    const { historyBars } = request;
    const isShared = !asset.synthetic && read.ownerId === null;
    const venue = isShared && request.venue === undefined
      ? await this.#venues.stored(read, { fromMs, toMs, historyBars })
      : read.venue;
    const key = { ...read, venue };
    // A made-up candle counts once the range reaches its end.
    const isMadeUp = asset.synthetic && key.ownerId === null;
    const end = isMadeUp ? candleOpen(toMs, MARKET_TIMEFRAMES[key.timeframe]) : toMs;
    const source = isMadeUp ? this.#synthetic : this.#stored;
    const selection = await selectCandles(source, key, { fromMs, toMs: end, historyBars });
    const last = lastTime(selection);
    if (last === null || last < fromMs) {
      const [first, final] = [dayInWords(fromMs), dayInWords(toMs - 1)];
      const span = first === final ? `on ${first}` : `from ${first} to ${final}`;
      const nothing = new MarketDataError(
        "no_candles",
        `There are no ${key.timeframe} candles of ${key.asset} ${span}.`,
      );
      const { message, what } = await this.#whatToDo(key, nothing);
      throw new MarketDataError("no_candles", message, { what });
    }
    return selection;
  }

  /** What the exchange of a shared series can be asked for; `null` where there is none, or it is not asked for this timeframe. */
  exchangeOf(key: SeriesKey): SeriesExchange | null {
    const source = this.#sources.get(key.venue);
    return seriesExchange(key, source?.vendor, source?.fetcher);
  }

  /** Resolves when candles that are being kept for later have been; then the storage may be closed. */
  async close(): Promise<void> {
    this.#files.close();
    await this.#months.settled();
  }

  /**
   * Brings the newest stored candles up to now where the exchange can be asked, and says where the series ends: the close
   * of its newest candle, Unix ms; `null` when there is none. An exchange that cannot be reached is no error here.
   */
  async refresh(
    { signal, ...source }: CandleSource & { readonly signal?: AbortSignal },
  ): Promise<number | null> {
    const { asset, timeframe } = source;
    if (source.ownerId !== undefined) return await this.endOf(source);
    const market = (await this.markets()).find((entry) => entry.asset === asset);
    const series = market?.series.find((entry) => entry.timeframe === timeframe);
    if (!market || !series) throw unknownSeries(asset, timeframe, this.assets);
    const ms = MARKET_TIMEFRAMES[series.timeframe];
    const stored = series.lastMs === null ? null : series.lastMs + ms;
    const toMs = this.closedBefore(series.timeframe);
    if (stored !== null && (stored >= toMs || market.synthetic)) return stored;
    try {
      const fromMs = stored ?? toMs - Math.min(FIRST_CANDLES * ms, FIRST_SPAN_MS);
      const request = { asset, timeframe, fromMs, toMs, historyBars: 0 };
      const candles = await this.candles(signal ? { ...request, signal } : request);
      const last = candles.time[candles.length - 1];
      return last === undefined ? stored : last + ms;
    } catch (error) {
      if (error instanceof MarketDataError && error.code !== "aborted") return stored;
      throw error;
    }
  }

  /** Every asset with the spans of its series in the venue that runs read. */
  async markets(): Promise<Market[]> {
    return await this.#listing.markets(await this.#venues.listed());
  }

  /** As {@link LongerTimeframes.counts}. */
  countsMade(...asked: Parameters<LongerTimeframes["counts"]>) {
    return this.#longer.counts(...asked);
  }

  /** The private imports of a user: one entry a series. */
  async imports(ownerId: string): Promise<PrivateSeries[]> {
    return await this.#listing.imports(ownerId);
  }

  /**
   * Imports a CSV file, which is read in a thread where it is large. With `ownerId` into that user's private series `importName`, which no other account sees; without it
   * into the shared series of `venue`.
   * @throws MarketDataError for an asset or timeframe that is not on offer, or for the synthetic asset; what is wrong with
   * the text itself is in the result.
   */
  async importCsv(
    request: CsvImportRequest,
  ): Promise<CsvImportResult> {
    const { asset, key } = this.#series(request);
    if (asset.synthetic) {
      throw new MarketDataError(
        "unknown_asset",
        `${asset.asset} is made up by the app, and real candles are never mixed with it. Import under the name of a real pair.`,
      );
    }
    const target = key.ownerId === null ? { ...key, venue: request.venue ?? this.venue } : key;
    const parts = {
      db: this.#db,
      store: this.store,
      coverage: this.coverage,
      files: this.#files,
    };
    return await importCsv(parts, target, "text" in request ? request.text : request.file, {
      nowMs: this.#now(),
      mostBytes: request.mostBytes,
      onConflict: request.onConflict,
      reading: request.reading,
      ...(request.signal ? { signal: request.signal } : {}),
      ...(request.onProgress ? { onProgress: request.onProgress } : {}),
      ...(request.admit ? { admit: request.admit } : {}),
    });
  }

  /** One of a user's imports as a CSV file, in pieces; `null` when there is none like that. */
  async exportImport(ownerId: string, choice: ImportKey): Promise<AsyncIterable<string> | null> {
    const { asset, timeframe, name } = choice;
    const { key } = this.#series({ asset, timeframe, ownerId, importName: name });
    const series = await this.#listing.ownSeries(key);
    if (series === null || series.firstMs === null || series.lastMs === null) return null;
    return csvOf(this.store, key, { firstMs: series.firstMs, lastMs: series.lastMs });
  }

  /** Removes one of a user's private imports; `false` when there is none like that. */
  async removeImport(
    ownerId: string,
    { asset, timeframe, name }: {
      readonly asset: string;
      readonly timeframe: string;
      readonly name: string;
    },
  ): Promise<boolean> {
    const { key } = this.#series({ asset, timeframe, ownerId, importName: name });
    return await this.store.remove(key) > 0;
  }

  /** Whether a range and its history are there, as far as one small query and what is in memory can tell. */
  async #isStored(
    { vendor }: Candidate,
    key: SeriesKey,
    fromMs: number,
    toMs: number,
    historyBars: number,
  ): Promise<boolean> {
    if (!vendor) return false;
    if ((await this.#longer.missing(key, fromMs, toMs)).length > 0) return false;
    if (historyBars <= 0) return true;
    const { history } = await selectCandles(this.#stored, key, { fromMs, toMs, historyBars });
    return history >= historyBars;
  }

  async #fetchMissing(key: SeriesKey, request: FetchRequest): Promise<void> {
    const fetcher = this.#sources.get(key.venue)?.fetcher;
    if (fetcher) return await this.#longer.fetch(fetcher, key, request);
    const missing = await this.#longer.missing(key, request.fromMs, request.toMs);
    if (missing[0]) {
      throw new MarketDataError(
        "no_candles",
        `The ${key.timeframe} candles of ${key.asset} from ${
          dayInWords(missing[0].from)
        } on are not stored here, and there is no exchange to ask.`,
      );
    }
  }

  #series(
    request: CandleSource & { readonly venue?: string },
  ): { asset: Asset; key: SeriesKey } {
    const ownerId = request.ownerId ?? null;
    const asset = ownerId === null ? this.assets.find(request.asset) : pairOf(request.asset);
    const isKnown = ownerId === null ? isMarketTimeframe : isSeriesTimeframe;
    if (!asset || !isKnown(request.timeframe)) {
      throw unknownSeries(request.asset, request.timeframe, this.assets);
    }
    const venue = ownerId === null
      ? asset.synthetic ? SYNTHETIC_VENUE : request.venue ?? this.venue
      : request.importName ?? PRIVATE_IMPORT;
    return { asset, key: { asset: asset.asset, timeframe: request.timeframe, venue, ownerId } };
  }

  #read(request: CandleRequest): { asset: Asset; key: SeriesKey; fromMs: number; toMs: number } {
    const { asset, key } = this.#series(request);
    const { fromMs } = request;
    const inBounds = [fromMs, request.toMs].every((t) =>
      t >= EARLIEST_CANDLE_MS && t <= MAX_TIME_MS
    );
    if (!inBounds || fromMs >= request.toMs) {
      throw new MarketDataError(
        "bad_range",
        "The dates make no range: the first must be before the second, and both between 2009 and 2199.",
      );
    }
    // What is imported has closed, whatever day its weeks begin on.
    if (key.ownerId !== null) return { asset, key, fromMs, toMs: request.toMs };
    const toMs = Math.min(request.toMs, this.closedBefore(key.timeframe));
    if (fromMs >= toMs) {
      const what = `No ${key.timeframe} candle has closed yet from ${dayInWords(fromMs)} on.`;
      throw new MarketDataError("no_candles", `${what} Choose an earlier start.`, { what });
    }
    return { asset, key, fromMs, toMs };
  }

  async #whatToDo(key: SeriesKey, error: MarketDataError): Promise<WhatToDo> {
    const isMadeUp = key.venue === SYNTHETIC_VENUE;
    return whatToDo(key, error, isMadeUp ? null : await this.#longestStored(key));
  }

  async #longestStored(key: SeriesKey): Promise<{ firstMs: number; lastMs: number } | null> {
    const { coverage } = await this.#stored.state(key);
    const longest = coverage.toSorted((a, b) => b.to - b.from - (a.to - a.from))[0];
    if (!longest) return null;
    if (this.#longer.baseOf(key) === null) {
      return await this.store.ends(key, longest.from, longest.to);
    }
    const range = { fromMs: longest.from, toMs: longest.to, historyBars: 0 };
    const selection = await selectCandles(this.#stored, key, range);
    const [first] = selection.parts;
    const firstMs = first?.columns.time[first.start];
    const lastMs = lastTime(selection);
    return firstMs === undefined || lastMs === null ? null : { firstMs, lastMs };
  }
}

/** Close of a series' newest candle, Unix ms; `null` where there is none. */
export function endOfSeries(series: MarketSeries | null): number | null {
  return series === null || series.lastMs === null
    ? null
    : series.lastMs + MARKET_TIMEFRAMES[series.timeframe];
}

export type { Market, MarketSeries, PrivateSeries } from "./listing.ts";
export type { CandleRequest } from "./series.ts";

/** The name of a private import that was given none. */
export const PRIVATE_IMPORT = "import";
