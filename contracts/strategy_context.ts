/** What a strategy is tested with: what its owner set last in the editor or in the form of backtests. */
import { z } from "zod";
import {
  capitalSchema,
  feePercentSchema,
  intrabarSchema,
  slippagePercentSchema,
} from "./backtests.ts";
import { dateSchema } from "./dates.ts";
import { assetSchema } from "./markets.ts";

/** Years back from the newest candle, or everything there is. */
export const PERIOD_PRESETS = ["1y", "2y", "3y", "all"] as const;

const daySchema = z.string("Choose a day.")
  .regex(/^\d{4}-\d{2}-\d{2}$/, "Enter a day like 2021-01-31.")
  .refine((day) => dateSchema.safeParse(day).success, "Enter a day like 2021-01-31.");

/** First and last day, both included, UTC. */
export const dayRangeSchema = z.strictObject({ from: daySchema, to: daySchema })
  .refine(({ from, to }) => from <= to, "The last day is before the first. Choose a later one.");

export const periodSchema = z.union([
  z.enum(PERIOD_PRESETS, { error: `Choose one of ${PERIOD_PRESETS.join(", ")}.` }),
  dayRangeSchema,
]).describe("Years up to the newest candle, or the first and the last day");

const FIELDS = {
  preview_asset: assetSchema.describe(
    "The asset whose candles the live result is made on, where it is not the strategy's own",
  ),
  period: periodSchema,
  fee_percent: feePercentSchema,
  slippage_percent: slippagePercentSchema,
  initial_capital: capitalSchema,
  intrabar: intrabarSchema,
} as const;

/** What was set; what is absent follows the defaults of the account. */
export const strategyContextSchema = z.strictObject(FIELDS).partial();
export type StrategyContext = z.infer<typeof strategyContextSchema>;

/** A change: what is absent stays as it is, `null` goes back to the default. */
export const updateContextSchema = z.strictObject({
  preview_asset: FIELDS.preview_asset.nullable(),
  period: FIELDS.period.nullable(),
  fee_percent: FIELDS.fee_percent.nullable(),
  slippage_percent: FIELDS.slippage_percent.nullable(),
  initial_capital: FIELDS.initial_capital.nullable(),
  intrabar: FIELDS.intrabar.nullable(),
}).partial();
export type UpdateContext = z.infer<typeof updateContextSchema>;

/** A stored context: what cannot be read any more counts as not set. */
export function readContext(stored: unknown): StrategyContext {
  if (stored === null || typeof stored !== "object") return {};
  const found: Record<string, unknown> = {};
  for (const [field, schema] of Object.entries(FIELDS)) {
    const read = schema.safeParse((stored as Record<string, unknown>)[field]);
    if (read.success) found[field] = read.data;
  }
  return found;
}
