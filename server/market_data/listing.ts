/** What there is: every asset with the spans of its series, and a user's private imports. */
import { candleOpen, nextCandleOpen } from "../../engine/mod.ts";
import {
  type Asset,
  MARKET_TIMEFRAMES,
  type MarketTimeframe,
  type SeriesTimeframe,
  SYNTHETIC_VENUE,
} from "./catalog.ts";
import { newestClose } from "./newest_close.ts";
import { type SeriesKey, seriesName } from "./series.ts";
import type { OfferedAssets } from "./offered_assets.ts";
import { priceDecimals } from "./price_decimals.ts";
import type { CandleStore, SeriesSummary } from "./store.ts";
import { firstSyntheticOpen } from "./synthetic.ts";

/** One timeframe of an asset. */
export interface MarketSeries {
  readonly timeframe: SeriesTimeframe;
  readonly venue: string;
  readonly synthetic: boolean;
  /** Open times of the first and last candle at hand, Unix ms; `null` when nothing is stored yet. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
  /** How many candles are at hand. */
  readonly candles: number;
  /** How many closed candles the series is behind now; `null` when nothing is stored. */
  readonly behindBars: number | null;
}

/** An asset with its series. */
export interface Market extends Asset {
  /** Where a run's candles come from: the exchange, or `synthetic`. */
  readonly venue: string;
  readonly series: readonly MarketSeries[];
}

/** A user's own import. */
export interface PrivateSeries extends MarketSeries {
  readonly asset: string;
  /** Candles missing inside the span. */
  readonly missing: number;
  /** Digits behind the point of a price. */
  readonly pricePrecision: number;
}

/** So many of the newest candles tell how many decimals a price has. */
const PRICED_CANDLES = 50;

export class MarketListing {
  readonly #store: CandleStore;
  readonly #now: () => number;
  readonly #baseOf: (key: SeriesKey) => SeriesKey | null;
  readonly #assets: OfferedAssets;

  constructor(
    parts: {
      readonly assets: OfferedAssets;
      readonly store: CandleStore;
      /** Unix ms. */
      readonly now: () => number;
      /** The hours that a series is made of; `null` for one that is stored as it is. */
      readonly baseOf: (key: SeriesKey) => SeriesKey | null;
    },
  ) {
    this.#store = parts.store;
    this.#now = parts.now;
    this.#baseOf = parts.baseOf;
    this.#assets = parts.assets;
  }

  /**
   * Every asset on offer, in its order.
   *
   * @param venueOf which venue an asset is shown with, of those that have candles of it and others
   */
  async markets(
    venueOf: (asset: string, stored: ReadonlySet<string>) => string,
  ): Promise<Market[]> {
    const summaries = await this.#store.summaries();
    const markets: Market[] = [];
    for (const asset of this.#assets.all) {
      const stored = new Set(
        summaries.filter((s) => s.asset === asset.asset && s.ownerId === null).map((s) => s.venue),
      );
      const venue = venueOf(asset.asset, stored);
      const series: MarketSeries[] = [];
      for (const timeframe of this.#assets.timeframesOf(asset)) {
        const key = { asset: asset.asset, timeframe, venue, ownerId: null };
        const summary = this.#summaryOf(key, summaries);
        series.push(asset.synthetic ? this.#madeUp(timeframe) : this.#stored(key, summary));
      }
      markets.push({ ...asset, venue, series });
    }
    return markets;
  }

  /** The private imports of a user: one entry a series. */
  async imports(ownerId: string): Promise<PrivateSeries[]> {
    const summaries = await this.#store.summaries(ownerId);
    const own = summaries.filter((s) => s.ownerId === ownerId);
    return await Promise.all(own.map(async (s) => {
      const ms = MARKET_TIMEFRAMES[s.timeframe];
      return {
        ...this.#stored(s, s),
        asset: s.asset,
        missing: Math.max(0, Math.round((s.lastMs - s.firstMs) / ms) + 1 - s.candles),
        pricePrecision: priceDecimals(await this.#store.newestPrices(s, PRICED_CANDLES)),
      };
    }));
  }

  /** One private series; `null` when there is none like that. */
  async ownSeries(key: SeriesKey): Promise<MarketSeries | null> {
    const summary = (await this.#store.summaries(key.ownerId))
      .find((s) => seriesName(s) === seriesName(key));
    return summary ? this.#stored(summary, summary) : null;
  }

  /**
   * What is stored of a series or can be made of its hours; `null` for nothing. Of what is made, only the ends are looked at:
   * its candles are as many as fit between them, without those that an outage took.
   */
  #summaryOf(key: SeriesKey, summaries: readonly SeriesSummary[]): SeriesSummary | null {
    const summary = (of: SeriesKey) => summaries.find((s) => seriesName(s) === seriesName(of));
    const own = summary(key) ?? null;
    const base = this.#baseOf(key);
    const hours = base && summary(base);
    if (!hours) return own;
    const ms = MARKET_TIMEFRAMES[key.timeframe];
    const madeFirst = nextCandleOpen(hours.firstMs, ms);
    const madeLast = candleOpen(hours.lastMs + MARKET_TIMEFRAMES[hours.timeframe], ms) - ms;
    if (madeLast < madeFirst) return own;
    const firstMs = Math.min(own?.firstMs ?? Infinity, madeFirst);
    const lastMs = Math.max(own?.lastMs ?? -Infinity, madeLast);
    if (own?.firstMs === firstMs && own.lastMs === lastMs) return own;
    return { ...key, firstMs, lastMs, candles: (lastMs - firstMs) / ms + 1 };
  }

  #madeUp(timeframe: MarketTimeframe): MarketSeries {
    const ms = MARKET_TIMEFRAMES[timeframe];
    const firstMs = firstSyntheticOpen(ms);
    const lastMs = newestClose(this.#now(), ms) - ms;
    return {
      timeframe,
      venue: SYNTHETIC_VENUE,
      synthetic: true,
      firstMs,
      lastMs,
      candles: (lastMs - firstMs) / ms + 1,
      behindBars: 0,
    };
  }

  #stored(key: SeriesKey, summary: SeriesSummary | null): MarketSeries {
    const ms = MARKET_TIMEFRAMES[key.timeframe];
    const newest = this.#assets.newestClose(key.asset, ms, this.#now()) - ms;
    return {
      timeframe: key.timeframe,
      venue: key.venue,
      synthetic: false,
      firstMs: summary?.firstMs ?? null,
      lastMs: summary?.lastMs ?? null,
      candles: summary?.candles ?? 0,
      behindBars: summary ? Math.max(0, Math.round((newest - summary.lastMs) / ms)) : null,
    };
  }
}
