/** The venues that may be read for an asset, in the order in which they are asked. */
import { type BreakerState, CLOSED, isAway } from "./breaker.ts";
import { findAsset, MARKET_TIMEFRAMES, sharedTimeframe, SYNTHETIC_VENUE } from "./catalog.ts";
import type { Interval } from "./intervals.ts";
import type { SeriesKey } from "./series.ts";
import type { Vendor } from "./vendor.ts";
import type { VendorOrder } from "./vendor_order.ts";
import { type Candidate, inTurn } from "./venue_decision.ts";

/** A stretch with the bars before it that are needed. */
export interface WantedStretch {
  readonly fromMs: number;
  readonly toMs: number;
  readonly historyBars: number;
}

/** A vendor that lists an asset. */
export interface VenueStanding {
  readonly name: string;
  readonly title: string;
  readonly standing: BreakerState;
}

export class Venues {
  constructor(
    private readonly parts: {
      /** What is read where there is no vendor. */
      readonly venue: string;
      /** The one vendor, where there is no order of several. */
      readonly vendor: Vendor | null;
      readonly order: VendorOrder | null;
      readonly coverageOf: (key: SeriesKey) => Promise<readonly Interval[]>;
    },
  ) {}

  /** Those for a stretch, as they are asked; the one that was asked for alone, where there is one. */
  async turn(
    key: SeriesKey,
    stretch: WantedStretch,
    asked: string | undefined,
  ): Promise<readonly Candidate[]> {
    return await this.#sorted(key, stretch, await this.#candidates(key.asset, asked));
  }

  /** The one whose stored candles are read where nothing may be fetched: the first that has the most of a stretch. */
  async stored(key: SeriesKey, stretch: WantedStretch): Promise<string> {
    const candidates = (await this.#candidates(key.asset, undefined))
      .map(({ name }) => ({ name, vendor: null }));
    const [first] = await this.#sorted(key, stretch, candidates);
    return first?.name ?? this.parts.venue;
  }

  /** Which one an asset is shown with: the first that can be asked or has candles of it; `synthetic` for the synthetic asset. */
  async listed(): Promise<(asset: string, stored: ReadonlySet<string>) => string> {
    const { vendors, standings } = await this.#ordered();
    return (asset, stored) => {
      if (findAsset(asset)?.synthetic) return SYNTHETIC_VENUE;
      const listing = vendors.filter((vendor) => vendor.market(asset) !== undefined);
      const found = listing.find(({ name }) => !isAway(standings.get(name)) || stored.has(name));
      return (found ?? listing[0] ?? vendors[0])?.name ?? this.parts.venue;
    };
  }

  /** Those that list an asset. */
  async of(asset: string): Promise<readonly VenueStanding[]> {
    if (findAsset(asset)?.synthetic) return [];
    const { vendors, standings } = await this.#ordered();
    return vendors.filter((vendor) => vendor.market(asset) !== undefined)
      .map(({ name, title }) => ({ name, title, standing: standings.get(name) ?? CLOSED }));
  }

  async #ordered(): Promise<
    {
      readonly vendors: readonly Vendor[];
      readonly standings: ReadonlyMap<string, BreakerState>;
    }
  > {
    const { order, vendor } = this.parts;
    if (order) return await order.current();
    return { vendors: vendor ? [vendor] : [], standings: new Map() };
  }

  async #candidates(asset: string, asked: string | undefined): Promise<readonly Candidate[]> {
    const { vendors } = await this.#ordered();
    if (asked !== undefined) {
      return [{ name: asked, vendor: vendors.find(({ name }) => name === asked) ?? null }];
    }
    const listing = vendors.filter((vendor) => vendor.market(asset) !== undefined);
    // What nobody lists is refused by the first, in its words.
    const asking = listing.length > 0 ? listing : vendors.slice(0, 1);
    if (asking.length === 0) return [{ name: this.parts.venue, vendor: null }];
    return asking.map((vendor) => ({ name: vendor.name, vendor }));
  }

  async #sorted(
    key: SeriesKey,
    { fromMs, toMs, historyBars }: WantedStretch,
    candidates: readonly Candidate[],
  ): Promise<readonly Candidate[]> {
    const { asset, timeframe } = key;
    const stretch: Interval = {
      from: fromMs - historyBars * MARKET_TIMEFRAMES[timeframe],
      to: toMs,
    };
    return await inTurn(candidates, stretch, {
      asset,
      timeframe: sharedTimeframe(timeframe),
      coverageOf: (venue) => this.parts.coverageOf({ ...key, venue }),
    });
  }
}
