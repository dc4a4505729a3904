import { type Asset, findAsset, isMarketTimeframe, type MarketTimeframe } from "./catalog.ts";

/**
 * Exchanges that a file's name may give as its third part. Anything else there (a date, a word of one's own) is not a
 * venue: such a file belongs to the venue that runs read.
 */
const KNOWN_VENUES: ReadonlySet<string> = new Set([
  "binance",
  "binanceus",
  "bitfinex",
  "bitget",
  "bitstamp",
  "bybit",
  "coinbase",
  "cryptocom",
  "gate",
  "gateio",
  "gemini",
  "htx",
  "huobi",
  "kraken",
  "kucoin",
  "mexc",
  "okx",
  "poloniex",
]);

/** How the names of candle files end, packed or not. */
const ENDING = /\.(?:csv|tsv)(?:\.(?:gz|zip))?$|\.zip$/i;

/** Whether a file is meant to hold candles, by the end of its name. */
export function isCandleFileName(name: string): boolean {
  return ENDING.test(name);
}

/** What a file's name says about its candles. */
export type CandleFileName =
  | {
    readonly ok: true;
    readonly asset: Asset;
    readonly timeframe: MarketTimeframe;
    readonly venue: string;
  }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads `BTC-USDT_1h_binance.csv`, also packed (`.csv.gz`, `.zip`): pair, timeframe, and anything after; a known exchange
 * there is the venue, otherwise it is `defaultVenue`.
 */
export function readCandleFileName(name: string, defaultVenue: string): CandleFileName {
  const match = !isCandleFileName(name)
    ? null
    : /^([A-Za-z0-9]+)-([A-Za-z0-9]+)_([0-9]+[A-Za-z])(?:_(.*))?$/i.exec(
      name.replace(ENDING, ""),
    );
  const [, base, quote, timeframe, rest = ""] = match ?? [];
  if (!base || !quote || !timeframe) {
    return { ok: false, reason: "the name is not like BTC-USDT_1h_binance.csv" };
  }
  const pair = `${base}/${quote}`.toUpperCase();
  const asset = findAsset(pair);
  if (!asset) return { ok: false, reason: `${pair} is not on offer` };
  if (asset.synthetic) {
    return { ok: false, reason: `${pair} is made up by the app and takes no files` };
  }
  if (!isMarketTimeframe(timeframe)) {
    return { ok: false, reason: `the timeframe ${timeframe} is not on offer` };
  }
  const third = rest.split(/[_.]/)[0]?.toLowerCase() ?? "";
  return { ok: true, asset, timeframe, venue: KNOWN_VENUES.has(third) ? third : defaultVenue };
}
