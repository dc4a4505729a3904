/** What there is: every asset with the spans of its series, and a user's private imports. */
import {
  type Asset,
  ASSETS,
  MARKET_TIMEFRAMES,
  type MarketTimeframe,
  SYNTHETIC_VENUE,
} from "./catalog.ts";
import { type SeriesKey, seriesName } from "./series.ts";
import type { CandleStore, SeriesSummary } from "./store.ts";
import { SYNTHETIC_EPOCH_MS } from "./synthetic.ts";

/** One timeframe of an asset. */
export interface MarketSeries {
  readonly timeframe: MarketTimeframe;
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
}

export class MarketListing {
  readonly #store: CandleStore;
  readonly #closedBefore: (timeframe: MarketTimeframe) => number;

  constructor(
    parts: {
      readonly store: CandleStore;
      readonly closedBefore: (timeframe: MarketTimeframe) => number;
    },
  ) {
    this.#store = parts.store;
    this.#closedBefore = parts.closedBefore;
  }

  /**
   * Every asset on offer, in the catalog's order.
   *
   * @param venueOf which venue an asset is shown with, of those that have candles of it and others
   */
  async markets(
    venueOf: (asset: string, stored: ReadonlySet<string>) => string,
  ): Promise<Market[]> {
    const summaries = await this.#store.summaries();
    const markets: Market[] = [];
    for (const asset of ASSETS) {
      const stored = new Set(
        summaries.filter((s) => s.asset === asset.asset && s.ownerId === null).map((s) => s.venue),
      );
      const venue = venueOf(asset.asset, stored);
      const series: MarketSeries[] = [];
      for (const timeframe of Object.keys(MARKET_TIMEFRAMES) as MarketTimeframe[]) {
        const key = { asset: asset.asset, timeframe, venue, ownerId: null };
        const summary = summaries.find((s) => seriesName(s) === seriesName(key)) ?? null;
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
    return own.map((s) => ({ ...this.#stored(s, s), asset: s.asset }));
  }

  #madeUp(timeframe: MarketTimeframe): MarketSeries {
    const ms = MARKET_TIMEFRAMES[timeframe];
    const lastMs = this.#closedBefore(timeframe) - ms;
    return {
      timeframe,
      venue: SYNTHETIC_VENUE,
      synthetic: true,
      firstMs: SYNTHETIC_EPOCH_MS,
      lastMs,
      candles: (lastMs - SYNTHETIC_EPOCH_MS) / ms + 1,
      behindBars: 0,
    };
  }

  #stored(key: SeriesKey, summary: SeriesSummary | null): MarketSeries {
    const ms = MARKET_TIMEFRAMES[key.timeframe];
    const newest = this.#closedBefore(key.timeframe) - ms;
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
