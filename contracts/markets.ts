/** What can be traded in a backtest, and which candles there are. */
import { z } from "zod";

/** The assets a strategy may be about, the synthetic one last. */
export const ASSETS = [
  "BTC/USDT",
  "ETH/USDT",
  "SOL/USDT",
  "BNB/USDT",
  "XRP/USDT",
  "ADA/USDT",
  "DOGE/USDT",
  "DEMO/USDT",
] as const;
export type Asset = (typeof ASSETS)[number];

/** Made by a formula, not traded anywhere. */
export const SYNTHETIC_ASSET = "DEMO/USDT";

export const TIMEFRAMES = ["1h", "4h", "1d"] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

export const assetSchema = z.enum(ASSETS, { error: `Choose one of ${ASSETS.join(", ")}.` });
export const timeframeSchema = z.enum(TIMEFRAMES, { error: "Choose 1h, 4h or 1d." });

const timeSchema = z.string().describe("ISO 8601, UTC");

export const marketSchema = z.object({
  asset: assetSchema,
  name: z.string(),
  /** Digits behind the point of a price. */
  price_decimals: z.number().int(),
  synthetic: z.boolean(),
  venue: z.string(),
  timeframes: z.array(z.object({
    timeframe: timeframeSchema,
    /** Open time of the first stored candle; `null` when none is stored. */
    first_time: timeSchema.nullable(),
    /** End of the last stored candle, exclusive. */
    to_time: timeSchema.nullable(),
    candles: z.number().int(),
  })),
});
export type Market = z.infer<typeof marketSchema>;

export const marketsSchema = z.object({ markets: z.array(marketSchema) });
