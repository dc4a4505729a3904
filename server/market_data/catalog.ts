/** What the app offers, as the market-data room needs it: the contract's names with their particulars. */
import {
  type Asset as AssetName,
  ASSETS as ASSET_NAMES,
  type ImportTimeframe,
  SYNTHETIC_ASSET,
  type Timeframe,
  TIMEFRAMES,
} from "../../contracts/markets.ts";

/** A timeframe on offer. */
export type MarketTimeframe = Timeframe;

/** A timeframe that a stored series may have: one on offer, or one of candles that somebody imported. */
export type SeriesTimeframe = ImportTimeframe;

/** One tradable pair. */
export interface Asset {
  /** The pair as everybody writes it, `BTC/USDT`. */
  readonly asset: string;
  /** The base currency's name in words, `Bitcoin`. */
  readonly name: string;
  readonly base: string;
  readonly quote: string;
  /** Decimals of a price: the size of the exchange's tick. */
  readonly pricePrecision: number;
  /** True for synthetic candles; said wherever the asset is shown. */
  readonly synthetic: boolean;
}

/** What the contract's names stand for: decimals are the exchange's tick. A new asset is a line there and a line here. */
const DETAILS: Readonly<Record<AssetName, { readonly name: string; readonly decimals: number }>> = {
  "BTC/USDT": { name: "Bitcoin", decimals: 2 },
  "ETH/USDT": { name: "Ethereum", decimals: 2 },
  "SOL/USDT": { name: "Solana", decimals: 2 },
  "BNB/USDT": { name: "BNB", decimals: 2 },
  "XRP/USDT": { name: "XRP", decimals: 4 },
  "ADA/USDT": { name: "Cardano", decimals: 4 },
  "DOGE/USDT": { name: "Dogecoin", decimals: 5 },
  "DEMO/USDT": { name: "Demo (synthetic)", decimals: 2 },
};

/** Every asset on offer, the synthetic one last. */
export const ASSETS: readonly Asset[] = ASSET_NAMES.map((asset) => {
  const { name, decimals } = DETAILS[asset];
  const [base = "", quote = ""] = asset.split("/");
  const synthetic = asset === SYNTHETIC_ASSET;
  return { asset, name, base, quote, pricePrecision: decimals, synthetic };
});

/** The venue's name under which synthetic candles are known. */
export const SYNTHETIC_VENUE = "synthetic";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Length in ms of each timeframe that a stored series may have. */
export const MARKET_TIMEFRAMES: Readonly<Record<SeriesTimeframe, number>> = {
  "1m": MINUTE_MS,
  "3m": 3 * MINUTE_MS,
  "5m": 5 * MINUTE_MS,
  "15m": 15 * MINUTE_MS,
  "30m": 30 * MINUTE_MS,
  "1h": HOUR_MS,
  "2h": 2 * HOUR_MS,
  "4h": 4 * HOUR_MS,
  "6h": 6 * HOUR_MS,
  "8h": 8 * HOUR_MS,
  "12h": 12 * HOUR_MS,
  "1d": DAY_MS,
  "3d": 3 * DAY_MS,
  "1w": 7 * DAY_MS,
};

/** The asset written `name` (any case), or `undefined` when it is not on offer. */
export function findAsset(name: string): Asset | undefined {
  const wanted = name.toUpperCase();
  return ASSETS.find((entry) => entry.asset === wanted);
}

/** The asset's length in ms of `timeframe`, or `undefined` when it is not on offer. */
export function marketTimeframeMs(timeframe: string): number | undefined {
  return isMarketTimeframe(timeframe) ? MARKET_TIMEFRAMES[timeframe] : undefined;
}

/** Whether a stored series may have this timeframe. */
export function isSeriesTimeframe(timeframe: string): timeframe is SeriesTimeframe {
  return Object.hasOwn(MARKET_TIMEFRAMES, timeframe);
}

/** A pair as an import names it: one on offer, or any other. */
export function pairOf(name: string): Asset {
  const [base = "", quote = ""] = name.split("/");
  return findAsset(name) ??
    { asset: name, name, base, quote, pricePrecision: 2, synthetic: false };
}

/** Whether `timeframe` is on offer. */
export function isMarketTimeframe(timeframe: string): timeframe is MarketTimeframe {
  return TIMEFRAMES.some((known) => known === timeframe);
}

/** The timeframe of a series that everybody shares. @throws {RangeError} for one that an import alone may have */
export function sharedTimeframe(timeframe: SeriesTimeframe): MarketTimeframe {
  if (!isMarketTimeframe(timeframe)) throw new RangeError(`${timeframe} is not on offer.`);
  return timeframe;
}

/** "BTC/USDT, ETH/USDT and …": the assets in words, for messages. */
export function assetsInWords(assets: readonly Asset[] = ASSETS): string {
  return listInWords(assets.map((entry) => entry.asset));
}

/** "15m, 1h, 4h, 1d and 1w". */
export function timeframesInWords(): string {
  return listInWords(TIMEFRAMES);
}

function listInWords(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
