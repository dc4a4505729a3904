/** A result in as few numbers as a first look at its chart needs. */
import { z } from "zod";
import { EXIT_REASONS } from "../engine/mod.ts";
import { queryNumber } from "./query_numbers.ts";

/** Stretches of bars when no number is asked for; more than a window has pixels for is of no use. */
export const OVERVIEW_BUCKETS = 1000;

export const overviewQuerySchema = z.object({
  buckets: queryNumber("buckets", 1, 2000).optional()
    .describe("Stretches of bars at the most; without it 1,000"),
});

const column = z.array(z.number());
const places = z.array(z.number().int());

const paneSchema = z.object({
  kind: z.enum(["price", "volume", "block"]),
  block_id: z.string().optional().describe("Whose pane it is; of the kind block alone"),
});
const drawnColumn = z.array(z.number().nullable());
const candleColumns = {
  open: column,
  high: column,
  low: column,
  close: column,
  volume: drawnColumn,
};
const drawnColumns = {
  columns: z.array(drawnColumn).describe("One for each of the plots"),
  stop: drawnColumn.describe("The stop of the trade that is open, as target"),
  target: drawnColumn,
};

/** What the strategy draws on the candles. Of a stretch its last value, with eight digits; null where there is none. */
const drawnSchema = z.object({
  definition: z.unknown().describe("The document of the version that ran"),
  plots: z.array(z.object({
    block_id: z.string(),
    port: z.string(),
    pane: paneSchema,
    shape: z.enum(["line", "band", "histogram"]),
    with: z.string().nullable().describe("Of a band: the port that it reaches to"),
    scale: z.object({
      min: z.number().optional(),
      max: z.number().optional(),
      levels: z.array(z.number()),
    }).nullable(),
  })),
  thresholds: z.array(z.object({
    pane: paneSchema,
    value: z.number(),
    side: z.union([z.literal(1), z.literal(-1), z.literal(0)]),
    block_id: z.string(),
  })),
  ...drawnColumns,
});

/** Columns have one value a stretch, trades one a trade. */
export const overviewSchema = z.object({
  bars: z.number().int().min(1).describe("Bars of the whole result"),
  bars_each: z.number().int().min(1).describe("Bars of each stretch; the last may have fewer"),
  time: column.describe("Open time of the first candle of each stretch, Unix milliseconds"),
  candles: z.object(candleColumns).nullable().describe(
    "What candles of that length would be; null when the candles of the run are not stored as they were",
  ),
  equity: column.describe("At the end of each stretch, as buy_and_hold"),
  buy_and_hold: column.nullable(),
  drawdown: column.describe("The deepest of each stretch: fractions, 0 and less"),
  trades: z.object({
    entry: places.describe("Stretches, as exit; −1 for a position that is still open"),
    exit: places,
    entry_price: column,
    exit_price: z.array(z.number().nullable()),
    return: column,
    exit_reason: z.array(z.enum(EXIT_REASONS)),
  }),
  drawn: drawnSchema.nullable().describe(
    "What the strategy draws; null without candles, and where it cannot be computed any more",
  ),
});
export type ResultOverview = z.infer<typeof overviewSchema>;
export type OverviewDrawn = z.infer<typeof drawnSchema>;

/** Most stretches that are sent at once. */
export const MOST_STRETCHES = 4000;
const MOST_BARS = 100_000_000;

export const barsQuerySchema = z.object({
  from_bar: queryNumber("from_bar", 0, MOST_BARS).describe("The first bar, counted from 0"),
  to_bar: queryNumber("to_bar", 1, MOST_BARS).describe("The bar before which it ends"),
  bars_each: queryNumber("bars_each", 1, MOST_BARS).optional()
    .describe("Bars of each stretch; without it 1"),
});
export type BarsQuery = z.infer<typeof barsQuerySchema>;

/** As of an overview, of some of its bars. */
export const barsSchema = z.object({
  time: column,
  candles: z.object(candleColumns),
  drawn: z.object(drawnColumns).nullable(),
});
export type ResultBars = z.infer<typeof barsSchema>;
