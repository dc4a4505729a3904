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

/** Columns have one value a stretch, trades one a trade. */
export const overviewSchema = z.object({
  bars: z.number().int().min(1).describe("Bars of the whole result"),
  bars_each: z.number().int().min(1).describe("Bars of each stretch; the last may have fewer"),
  time: column.describe("Open time of the first candle of each stretch, Unix milliseconds"),
  candles: z.object({
    open: column,
    high: column,
    low: column,
    close: column,
    volume: z.array(z.number().nullable()),
  }).nullable().describe(
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
});
export type ResultOverview = z.infer<typeof overviewSchema>;
