/**
 * The assets and timeframes that the app offers. A new asset is one line here; a new timeframe is one line in
 * `MARKET_TIMEFRAMES`.
 */

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
  /** True for made-up candles; said wherever the asset is shown. */
  readonly synthetic: boolean;
}

/** Every asset on offer, the synthetic one last. */
export const ASSETS: readonly Asset[] = [
  pair("BTC", "Bitcoin", 2),
  pair("ETH", "Ethereum", 2),
  pair("SOL", "Solana", 2),
  pair("BNB", "BNB", 2),
  pair("XRP", "XRP", 4),
  pair("ADA", "Cardano", 4),
  pair("DOGE", "Dogecoin", 5),
  { ...pair("DEMO", "Demo (synthetic)", 2), synthetic: true },
];

/** The venue's name under which made-up candles are known. */
export const SYNTHETIC_VENUE = "synthetic";

/** Length in ms of each timeframe on offer, the shortest first. */
export const MARKET_TIMEFRAMES = { "1h": 3_600_000, "4h": 14_400_000, "1d": 86_400_000 } as const;

/** A timeframe on offer. */
export type MarketTimeframe = keyof typeof MARKET_TIMEFRAMES;

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

/** "1h, 4h and 1d". */
export function timeframesInWords(): string {
  return listInWords(Object.keys(MARKET_TIMEFRAMES));
}

function listInWords(items: readonly string[]): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

function pair(base: string, name: string, pricePrecision: number): Asset {
  return { asset: `${base}/USDT`, name, base, quote: "USDT", pricePrecision, synthetic: false };
}
