/** Backtest runs and their results. */
import { z } from "zod";
import { noteSchema, tagSchema, tagsSchema } from "./annotations.ts";
import { dateSchema } from "./dates.ts";
import { importNameSchema, importTimeframeSchema, pairSchema, venueSchema } from "./markets.ts";
import { queryNumber } from "./query_numbers.ts";
import { restatedSchema } from "./restated.ts";
import { CAPITAL_MAX, CAPITAL_MIN, FEE_MAX_PERCENT } from "./run_numbers.ts";
import { trialsSchema } from "./trials.ts";

export { CAPITAL_MAX, CAPITAL_MIN, FEE_MAX_PERCENT };
export const DEFAULT_FEE_PERCENT = 0.1;
export const DEFAULT_SLIPPAGE_PERCENT = 0.05;
export const DEFAULT_CAPITAL = 10_000;

const between = (min: number, max: number, message: string) =>
  z.number(message).min(min, message).max(max, message);

export const feePercentSchema = between(0, FEE_MAX_PERCENT, "The fee is a percentage from 0 to 5.");
export const slippagePercentSchema = between(
  0,
  FEE_MAX_PERCENT,
  "The slippage is a percentage from 0 to 5.",
);
export const capitalSchema = between(
  CAPITAL_MIN,
  CAPITAL_MAX,
  "The starting capital is from 1 to 1,000,000,000.",
);
export const INTRABAR = ["stop_first", "ohlc_path", "target_first"] as const;
export const intrabarSchema = z.enum(INTRABAR, {
  error: `Choose one of ${INTRABAR.join(", ")}.`,
});

export const createBacktestSchema = z.strictObject({
  strategy_id: z.string("Choose a strategy."),
  version: z.number().int().min(1).optional(),
  /** In place of the strategy's own, for this run alone. */
  asset: pairSchema.optional(),
  timeframe: importTimeframeSchema.optional(),
  /** With another `asset` and without this, what everybody shares. */
  import: importNameSchema.nullable().optional(),
  date_from: dateSchema,
  date_to: dateSchema,
  fee_percent: feePercentSchema.optional(),
  slippage_percent: slippagePercentSchema.optional(),
  initial_capital: capitalSchema.optional(),
  intrabar: intrabarSchema.optional(),
  /** The venue whose candles are read, which is waited for; without it the first that can give them. */
  venue: venueSchema.optional(),
});
export type CreateBacktest = z.infer<typeof createBacktestSchema>;

export const RUN_STATUSES = ["pending", "running", "completed", "failed"] as const;
export const runStatusSchema = z.enum(RUN_STATUSES);
export type RunStatus = z.infer<typeof runStatusSchema>;

/** Whether a run will change no more. */
export function isTerminal(status: RunStatus): boolean {
  return status === "completed" || status === "failed";
}

/** What a run waits for that is away. */
export const WAITING_FOR = ["storage", "database", "exchange"] as const;

const timeSchema = z.string().describe("ISO 8601, UTC");
const metric = z.number().nullable();

export const runSchema = z.object({
  run_id: z.uuid(),
  strategy_id: z.uuid(),
  strategy_name: z.string(),
  asset: z.string(),
  timeframe: z.string(),
  import: z.string().nullable().describe("The import of your own that it ran on"),
  version_number: z.number().int(),
  status: runStatusSchema,
  progress: z.number(),
  date_from: timeSchema,
  date_to: timeSchema,
  fee_percent: z.number(),
  slippage_percent: z.number(),
  initial_capital: z.number(),
  intrabar: intrabarSchema,
  triggered_by: z.enum(["manual", "rerun", "schedule"]),
  venue: z.string().nullable()
    .describe("Where all candles of the run come from, its history included"),
  venue_asked: z.string().nullable()
    .describe(
      "The venue that was asked for; without one it is the first that can give the candles",
    ),
  venue_instead_of: z.object({ venue: z.string(), reason: z.string() }).nullable()
    .describe("The venue that comes before and failed, with the code of its failure"),
  engine_version: z.string().nullable(),
  run_hash: z.string().nullable(),
  total_return: metric,
  cagr: metric,
  max_drawdown: metric,
  num_trades: z.number().int().nullable(),
  win_rate: metric,
  buy_and_hold_return: metric,
  error_code: z.string().nullable(),
  error_message: z.string().nullable(),
  waiting_for: z.enum(WAITING_FOR).nullable()
    .describe("What is away while the run waits for it, to be tried again by itself"),
  trials: trialsSchema.nullable()
    .describe("The strategy's variations as they stood when the run completed, its own included"),
  note: z.string().nullable().describe("The owner's line about this run"),
  tags: z.array(z.string()).describe("The owner's own words to find it by"),
  created_at: timeSchema,
  started_at: timeSchema.nullable(),
  finished_at: timeSchema.nullable(),
});
export type Run = z.infer<typeof runSchema>;

/** A run by itself. */
export const runDetailsSchema = runSchema.extend({
  restated: restatedSchema.nullable()
    .describe("What its exchange has changed of the candles that it has read; null when nothing"),
});
export type RunDetails = z.infer<typeof runDetailsSchema>;

/** A change to what is said of a run: what is absent stays. */
export const updateBacktestSchema = z.strictObject({
  /** An empty one, or `null`, is none. */
  note: noteSchema.nullable().optional(),
  /** All of them: what is not in the list goes. */
  tags: tagsSchema.optional(),
});
export type UpdateBacktest = z.infer<typeof updateBacktestSchema>;

export const runListSchema = z.object({ runs: z.array(runSchema) });

export const runAcceptedSchema = z.object({ run_id: z.uuid(), status: runStatusSchema });

export const listBacktestsSchema = z.object({
  strategy_id: z.string().optional(),
  /** How many, the newest first. */
  limit: queryNumber("limit", 1, 500).optional(),
  offset: queryNumber("offset", 0, 1_000_000).optional(),
  /** Only runs older than this one: the next page, whatever was started meanwhile. */
  before: z.uuid("That is not the id of a backtest.").optional(),
  /** Only those with this tag, in any case. */
  tag: tagSchema.optional(),
});
export type ListBacktests = z.infer<typeof listBacktestsSchema>;

/** What a page or a program gets while a run goes on, as the data of a `progress` event. */
export const runEventSchema = runSchema;
