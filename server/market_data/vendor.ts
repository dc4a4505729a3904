import type { CandleSeries } from "../../engine/mod.ts";
import type { MarketTimeframe } from "./catalog.ts";

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
  /** Base address without a path; the exchange's own when absent. Tests point it at loopback. */
  readonly baseUrl?: string;
  /** How long one request may take, body included, ms. */
  readonly timeoutMs: number;
}

/** An exchange that can be chosen: a file in `vendors/` and a line in `vendors/mod.ts`. */
export interface VendorDefinition extends Pick<Vendor, "name" | "title"> {
  readonly open: (options: VendorOptions) => Vendor;
}

/**
 * Where candles come from. A vendor does not use the database: what to ask for, and what to keep, is decided by
 * `service.ts`.
 */
export interface Vendor {
  /** How the venue is called in the database, `binance`. */
  readonly name: string;
  /** How it is called in sentences, `Binance`. */
  readonly title: string;
  /** Open time of the oldest candle it can have; nothing earlier is asked for. */
  readonly firstTimeMs: number;
  /**
   * The candles of a stretch, page by page in order, so that a long fetch that breaks off keeps what it got.
   * @throws MarketDataError `vendor_unreachable`, `rate_limited`, `vendor_error`, `vendor_refused`, `no_candles` (the pair is not listed
   * there) or `aborted`; nothing else.
   */
  fetchCandles(request: VendorRequest): AsyncIterable<VendorPage>;
}
