/** What can be traded in a backtest, and which candles there are. */
import { z } from "zod";
import { dateSchema } from "./dates.ts";
import { queryNumber } from "./query_numbers.ts";
import { MOST_HISTORY_BARS } from "./run_numbers.ts";

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

export const TIMEFRAMES = ["15m", "1h", "4h", "1d", "1w"] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

export const assetSchema = z.enum(ASSETS, { error: `Choose one of ${ASSETS.join(", ")}.` });
export const timeframeSchema = z.enum(TIMEFRAMES, { error: "Choose 15m, 1h, 4h, 1d or 1w." });

const timeSchema = z.string().describe("ISO 8601, UTC");

/** What has to stand where candles of a venue are shown. */
export const attributionSchema = z.object({
  text: z.string(),
  url: z.string(),
  licence: z.string().optional().describe("CC BY-NC 4.0, where the candles have such a licence"),
});
export type Attribution = z.infer<typeof attributionSchema>;

export const marketSchema = z.object({
  asset: assetSchema,
  name: z.string(),
  /** Digits behind the point of a price. */
  price_decimals: z.number().int(),
  synthetic: z.boolean(),
  venue: z.string(),
  attribution: attributionSchema.optional().describe("Absent where nobody has to be named"),
  trading_days_per_year: z.number().int().optional()
    .describe("Of markets with closing hours; the others trade on every day"),
  timeframes: z.array(z.object({
    timeframe: timeframeSchema,
    /** Open time of the first stored candle; `null` when none is stored. */
    first_time: timeSchema.nullable(),
    /** End of the last stored candle, exclusive. */
    to_time: timeSchema.nullable(),
    candles: z.number().int(),
    /** Closed candles that are not stored yet; `null` when none is stored. */
    behind_bars: z.number().int().nullable(),
  })),
});
export type Market = z.infer<typeof marketSchema>;

export const marketsSchema = z.object({ markets: z.array(marketSchema) });

export const candlesQuerySchema = z.object({
  asset: assetSchema,
  timeframe: timeframeSchema,
  /** First open time, a date or a time; without it everything that is stored. */
  from: dateSchema.optional(),
  /** Exclusive; without it up to the newest closed candle. */
  to: dateSchema.optional(),
  /** Candles before `from` that indicators need; as many as exist are put in front. */
  history_bars: queryNumber("history_bars", 0, MOST_HISTORY_BARS).optional(),
  /** The name of a private import instead of the shared series. */
  import: z.string().max(64).optional(),
  /**
   * What an earlier answer's `ETag` says between its quotes. As long as the candles are still those, the answer may be kept for
   * a year without asking again; otherwise it is the present one.
   */
  version: z.string().max(64).optional(),
});

const column = z.array(z.number());

/** Candles as columns of one length; the binary body holds the same. */
export const candlesSchema = z.object({
  asset: assetSchema,
  timeframe: timeframeSchema,
  timeframe_ms: z.number().int(),
  venue: z.string(),
  synthetic: z.boolean(),
  /** False when a part could not be fetched from the exchange. */
  complete: z.boolean(),
  time: column,
  open: column,
  high: column,
  low: column,
  close: column,
  /** `null` for candles without volumes. */
  volume: column.nullable(),
});

const importNameSchema = z.string("Say which import by its name.").trim()
  .regex(/^[a-z0-9][a-z0-9._-]{0,31}$/, {
    error: "A name is short: small letters, digits, dots, dashes.",
  });

export const candlesImportQuerySchema = z.object({
  asset: assetSchema,
  timeframe: timeframeSchema,
  /** Under which name the candles are kept beside your other imports. */
  name: importNameSchema.optional(),
  /**
   * What to do with candles that are stored with other values: keep the stored ones, or replace them. Without it such a file is
   * refused with `candles_differ`, and nothing of it is stored.
   */
  on_conflict: z.enum(["keep", "replace"], { error: "Choose keep or replace." }).optional(),
  /** Whether 03/04/2021 is 3 April or 4 March; needed only where no line of the file settles it. */
  date_order: z.enum(["day_first", "month_first"], { error: "Choose day_first or month_first." })
    .optional(),
});

/** Which of your imports is meant. */
export const importChoiceSchema = z.object({
  asset: assetSchema,
  timeframe: timeframeSchema,
  name: importNameSchema,
});

/** One of your own series. */
export const candleImportSchema = z.object({
  asset: assetSchema,
  timeframe: timeframeSchema,
  name: z.string(),
  candles: z.number().int(),
  first_time: timeSchema,
  /** End of the last candle, exclusive. */
  to_time: timeSchema,
});
export type CandleImport = z.infer<typeof candleImportSchema>;

export const candleImportsSchema = z.object({ imports: z.array(candleImportSchema) });

export const candlesImportedSchema = z.object({
  asset: assetSchema,
  timeframe: timeframeSchema,
  name: z.string(),
  /** Candles that were not stored before. */
  inserted: z.number().int(),
  /** Candles of the file that were stored already, and stay as they were. */
  known: z.number().int(),
  /** Candles that were stored with other values. */
  differing: z.number().int(),
  /** Those of them that have the file's values now; the others are among the known ones. */
  replaced: z.number().int(),
  /** Candles at the end that had not closed yet and were left out. */
  unclosed: z.number().int(),
  first_time: timeSchema,
  last_time: timeSchema,
  /** Candles missing inside the file's span. */
  missing: z.number().int(),
});
