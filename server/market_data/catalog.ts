/** What the app offers, as the market-data room needs it: the contract's names with their particulars. */
import {
  type Asset as AssetName,
  ASSETS as ASSET_NAMES,
  SYNTHETIC_ASSET,
  type Timeframe,
} from "../../contracts/markets.ts";

/** A timeframe on offer. */
export type MarketTimeframe = Timeframe;

/** One tradable pair. */
export interface Asset {
  /** The pair as everybody writes it, `BTC/USDT`. */
  readonly asset: AssetName;
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

/** Length in ms of each timeframe on offer. */
export const MARKET_TIMEFRAMES: Readonly<Record<MarketTimeframe, number>> = {
  "15m": 900_000,
  "1h": 3_600_000,
  "4h": 14_400_000,
  "1d": 86_400_000,
  "1w": 604_800_000,
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

/** Whether `timeframe` is on offer. */
export function isMarketTimeframe(timeframe: string): timeframe is MarketTimeframe {
  return Object.hasOwn(MARKET_TIMEFRAMES, timeframe);
}

/** "BTC/USDT, ETH/USDT and …": the assets in words, for messages. */
export function assetsInWords(assets: readonly Asset[] = ASSETS): string {
  return listInWords(assets.map((entry) => entry.asset));
}

/** "15m, 1h, 4h, 1d and 1w". */
export function timeframesInWords(): string {
  return listInWords(Object.keys(MARKET_TIMEFRAMES));
}

function listInWords(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
