/** What can be traded in a backtest, and which candles there are. */
import { z } from "zod";
import type { ColumnChoice } from "../engine/candle_files.ts";
import { COLUMN_ROLES, IMPORT_NAME, PAIR } from "./import_files.ts";
import { isZone } from "./time_zones.ts";
import { dateSchema } from "./dates.ts";
import { queryNumber } from "./query_numbers.ts";
import { MOST_HISTORY_BARS } from "./run_numbers.ts";

/** The assets that are on offer everywhere, the synthetic one last; vendors of a deployment may list others, such as stocks. */
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

/** The timeframes of candles of one's own: those on offer, and what else files have. */
export const IMPORT_TIMEFRAMES = [
  "1m",
  "3m",
  "5m",
  "15m",
  "30m",
  "1h",
  "2h",
  "4h",
  "6h",
  "8h",
  "12h",
  "1d",
  "3d",
  "1w",
] as const;
export type ImportTimeframe = (typeof IMPORT_TIMEFRAMES)[number];

export const pairSchema = z.string("Name the pair.").regex(PAIR, {
  error: "A pair is two symbols in capitals with a slash between them, such as LTC/EUR.",
});
export const importTimeframeSchema = z.enum(IMPORT_TIMEFRAMES, {
  error: `Choose one of ${IMPORT_TIMEFRAMES.join(", ")}.`,
});

/** The name that an import was given. */
export const importNameSchema = z.string("Say which import by its name.").trim()
  .regex(IMPORT_NAME, {
    error: "A name is short: small letters, digits, dots, dashes.",
  });

/** Which candles are meant: a market on offer, or with `import` a series of one's own. */
export interface NamedMarket {
  readonly asset?: string | undefined;
  readonly timeframe?: string | undefined;
  readonly import?: string | null | undefined;
}

/**
 * A market without `import` has a timeframe that is on offer. Which assets are is known to the server: those that its vendors
 * list besides {@link ASSETS}.
 */
export function checkMarket(market: NamedMarket, context: z.core.$RefinementCtx): void {
  if (market.import !== undefined && market.import !== null) return;
  if (market.timeframe === undefined) return;
  for (const { message } of timeframeSchema.safeParse(market.timeframe).error?.issues ?? []) {
    context.addIssue({ code: "custom", path: ["timeframe"], message });
  }
}

const timeSchema = z.string().describe("ISO 8601, UTC");

/** What has to stand where candles of a venue are shown. */
export const attributionSchema = z.object({
  text: z.string(),
  url: z.string(),
  licence: z.string().optional().describe("CC BY-NC 4.0, where the candles have such a licence"),
});
export type Attribution = z.infer<typeof attributionSchema>;

export const marketSchema = z.object({
  asset: z.string(),
  /** Whose candles: the name of your own import, absent for what everybody shares. */
  import: z.string().optional(),
  name: z.string(),
  /** Digits behind the point of a price. */
  price_decimals: z.number().int(),
  synthetic: z.boolean(),
  venue: z.string(),
  attribution: attributionSchema.optional().describe("Absent where nobody has to be named"),
  trading_days_per_year: z.number().int().optional()
    .describe("Of markets with closing hours; the others trade on every day"),
  timeframes: z.array(z.object({
    timeframe: importTimeframeSchema,
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

/** How a vendor of candles is called, `binance`. */
export const venueSchema = z.string().regex(/^[a-z0-9_]{1,32}$/, {
  error: "A venue is a short name in small letters, for example binance.",
});

export const candlesQuerySchema = z.object({
  asset: pairSchema,
  timeframe: importTimeframeSchema,
  /** First open time, a date or a time; without it everything that is stored. */
  from: dateSchema.optional(),
  /** Exclusive; without it up to the newest closed candle. */
  to: dateSchema.optional(),
  /** Candles before `from` that indicators need; as many as exist are put in front. */
  history_bars: queryNumber("history_bars", 0, MOST_HISTORY_BARS).optional(),
  /** Only the candles of this venue; without it those that a run would read. */
  venue: venueSchema.optional(),
  /** The name of a private import instead of the shared series. */
  import: importNameSchema.optional(),
  /**
   * What an earlier answer's `ETag` says between its quotes. As long as the candles are still those, the answer may be kept for
   * a year without asking again; otherwise it is the present one.
   */
  version: z.string().max(64).optional(),
}).superRefine(checkMarket);

const column = z.array(z.number());

/** Candles as columns of one length; the binary body holds the same. */
export const candlesSchema = z.object({
  asset: pairSchema,
  timeframe: importTimeframeSchema,
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

const TIME_UNITS = ["seconds", "milliseconds", "microseconds", "nanoseconds"] as const;

const MOST_COLUMNS = 200;

const columnsSchema = z.string().max(200).transform((text, context): ColumnChoice => {
  const found = new Map<string, number>();
  for (const part of text.split(",")) {
    const [, name = "", place = ""] = /^([a-z]+):(\d{1,3})$/.exec(part) ?? [];
    if (!COLUMN_ROLES.some((known) => known === name) || Number(place) >= MOST_COLUMNS) {
      context.addIssue("Write columns as time:0,open:1,high:2,low:3,close:4,volume:5.");
      return z.NEVER;
    }
    found.set(name, Number(place));
  }
  const [time, open, high, low, close] = ["time", "open", "high", "low", "close"]
    .map((name) => found.get(name));
  if (
    time === undefined || open === undefined || high === undefined || low === undefined ||
    close === undefined
  ) {
    context.addIssue("Name the columns of time, open, high, low and close.");
    return z.NEVER;
  }
  const [clock = null, volume = null] = [found.get("clock"), found.get("volume")];
  return { time, clock, open, high, low, close, volume };
});

/** An import under way. */
export const importProgressSchema = z.object({
  imports: z.array(z.object({
    asset: pairSchema,
    timeframe: importTimeframeSchema,
    name: z.string(),
    /** Candles of the series that are stored by now, and how many it will have at the most. */
    stored: z.number().int(),
    candles: z.number().int(),
  })),
});

export const candlesImportQuerySchema = z.object({
  asset: pairSchema,
  timeframe: importTimeframeSchema,
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
  /** What Unix times count; without it they are read in the unit in which they are plausible. */
  unit: z.enum(TIME_UNITS, { error: `Choose one of ${TIME_UNITS.join(", ")}.` }).optional(),
  /** The clock of dates without an offset, such as `Europe/Berlin`; UTC without it. */
  zone: z.string().max(64).refine(isZone, "There is no such time zone.").optional(),
  /** Which column holds what, from 0, `volume` and `clock` only where there is one: `time:0,open:1,high:2,low:3,close:4`. */
  columns: columnsSchema.optional(),
});

/** Which of your imports is meant. */
export const importChoiceSchema = z.object({
  asset: pairSchema,
  timeframe: importTimeframeSchema,
  name: importNameSchema,
});

/** One of your own series. */
export const candleImportSchema = z.object({
  asset: pairSchema,
  timeframe: importTimeframeSchema,
  name: z.string(),
  candles: z.number().int(),
  first_time: timeSchema,
  /** End of the last candle, exclusive. */
  to_time: timeSchema,
  /** Candles missing inside the span. */
  missing: z.number().int(),
  /** Digits behind the point of a price, as its newest candles have them. */
  price_decimals: z.number().int(),
  /** Your strategies on it, archived ones included. */
  strategies: z.array(z.object({ id: z.uuid(), name: z.string() })),
});
export type CandleImport = z.infer<typeof candleImportSchema>;

export const candleImportsSchema = z.object({ imports: z.array(candleImportSchema) });

export const candlesImportedSchema = z.object({
  asset: pairSchema,
  timeframe: importTimeframeSchema,
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
