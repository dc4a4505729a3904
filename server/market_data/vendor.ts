import type { CandleSeries } from "../../engine/mod.ts";
import type { MarketTimeframe } from "./catalog.ts";

/** When a market is open. Absent = always. Regular sessions, in the zone's own time. */
export interface MarketHours {
  /** IANA name, `America/New_York`. */
  readonly zone: string;
  readonly sessions: readonly {
    /** 0 = Sunday. */
    readonly day: number;
    /** `09:30`. */
    readonly open: string;
    readonly close: string;
  }[];
  /** 252 for the exchanges of the United States. */
  readonly tradingDaysPerYear: number;
}

/** A market that a vendor lists, under our name and its own. */
export interface VendorMarket {
  readonly asset: string;
  /** Its name in the vendor's requests, `BTCUSDT`. */
  readonly symbol: string;
  /** Open time of the oldest candle it can have, ms. */
  readonly sinceMs: number;
  readonly hours?: MarketHours;
  /** What it is called in words, where it is not one of the catalog's assets. */
  readonly name?: string;
}

/** What has to stand where a vendor's data is shown. */
export interface Attribution {
  readonly text: string;
  readonly url: string;
  /** `CC BY-NC 4.0`, where the data has a licence of that kind. */
  readonly licence?: string;
}

/** A stretch of candles asked of a vendor: open times in `[fromMs, toMs)`, closed candles only. */
export interface VendorRequest {
  readonly asset: string;
  readonly timeframe: MarketTimeframe;
  readonly fromMs: number;
  /** Exclusive, and not after the close of the last closed candle: the caller knows what "closed" is. */
  readonly toMs: number;
  readonly signal?: AbortSignal;
}

/** One answer of a vendor. */
export interface VendorPage {
  /** Ascending, inside the stretch asked for; empty when there is nothing. */
  readonly candles: CandleSeries;
  /** From `fromMs` up to here the vendor has said all it has. The last page's is `toMs`. */
  readonly completeToMs: number;
}

export interface VendorOptions {
  /** Scheme, host and port that replace the vendor's own; paths stay. Tests point it at loopback. */
  readonly baseUrl?: string;
  readonly apiKey?: string;
  /** How long one request may take, body included, ms. */
  readonly timeoutMs: number;
  /** What time it is, ms; decides which candle has closed. `Date.now` when absent. */
  readonly now?: () => number;
  /** Pauses before asking again after a 5xx or a lost connection, ms. */
  readonly retryDelaysMs?: readonly number[];
}

/** A vendor that can be chosen: a file in `vendors/` and a line in `vendors/mod.ts`. */
export interface VendorDefinition {
  /** How the venue is called in the database and in settings, `binance`. */
  readonly name: string;
  /** How it is called in sentences, `Binance`. */
  readonly title: string;
  /** The setting with another address for it, `BINANCE_URL`. */
  readonly addressSetting: string;
  /** The setting with its key, `COINDESK_API_KEY`; absent when it has none. */
  readonly keySetting?: string;
  /** Whether it is offered with a key alone. */
  readonly needsKey: boolean;
  /** Whether it may be used without being named in the settings: not where its licence forbids common uses. */
  readonly byDefault: boolean;
  /** What it is asked for; longer timeframes are aggregated from its 1h. */
  readonly timeframes: readonly MarketTimeframe[];
  readonly markets: readonly VendorMarket[];
  /** How many of the newest candles of a timeframe it gives, where older ones cannot be had; absent = all since the first. */
  readonly keepsCandles?: number;
  /** Requests that it is sent within a time at most, by all processes together. */
  readonly budget: { readonly requests: number; readonly perMs: number };
  readonly attribution: Attribution;
  readonly open: (options: VendorOptions) => Vendor;
}

/**
 * Where candles come from. A vendor does not use the database: what to ask for, and what to keep, is decided by
 * `service.ts`.
 */
export interface Vendor {
  readonly name: string;
  readonly title: string;
  readonly definition: VendorDefinition;
  /** The market that it lists under our name for it. */
  market(asset: string): VendorMarket | undefined;
  /**
   * Open time of the oldest candle it can have; nothing earlier is asked for. Moves with the time for a vendor that keeps the
   * newest rows alone. 0 for an asset that it does not list: `fetchCandles` says so.
   */
  firstTimeMs(asset: string, timeframe: MarketTimeframe): number;
  /**
   * The candles of a stretch, page by page in order, so that a long fetch that breaks off keeps what it got.
   * @throws MarketDataError `vendor_unreachable`, `rate_limited`, `vendor_error`, `vendor_refused`, `no_candles` (the pair is not listed
   * there) or `aborted`; nothing else.
   */
  fetchCandles(request: VendorRequest): AsyncIterable<VendorPage>;
}
