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

/** Months or years back from the newest candle, or everything there is. */
export const PERIOD_PRESETS = ["3m", "6m", "1y", "2y", "3y", "all"] as const;

const daySchema = z.string("Choose a day.")
  .regex(/^\d{4}-\d{2}-\d{2}$/, "Enter a day like 2021-01-31.")
  .refine((day) => dateSchema.safeParse(day).success, "Enter a day like 2021-01-31.");

/** First and last day, both included, UTC. */
export const dayRangeSchema = z.strictObject({ from: daySchema, to: daySchema })
  .refine(({ from, to }) => from <= to, "The last day is before the first. Choose a later one.");

export const periodSchema = z.union([
  z.enum(PERIOD_PRESETS, { error: `Choose one of ${PERIOD_PRESETS.join(", ")}.` }),
  dayRangeSchema,
]).describe("Months or years up to the newest candle, or the first and the last day");

const FIELDS = {
  period: periodSchema,
  fee_percent: feePercentSchema,
  slippage_percent: slippagePercentSchema,
  initial_capital: capitalSchema,
  intrabar: intrabarSchema,
} as const;

/**
 * What earlier versions sent: taken, so that a page of theirs that is still open loses nothing else it sets, and not kept. The
 * live result is made on the strategy's own market.
 */
const FORMER_FIELDS = {
  preview_asset: assetSchema.describe("Not used any more; not kept"),
} as const;

/** What was set; what is absent follows the defaults of the account. */
export const strategyContextSchema = z.strictObject(FIELDS).partial();
export type StrategyContext = z.infer<typeof strategyContextSchema>;

/** A context as it is sent with a new strategy. */
export const sentContextSchema = z.strictObject({ ...FIELDS, ...FORMER_FIELDS }).partial();

/** A change: what is absent stays as it is, `null` goes back to the default. */
export const updateContextSchema = z.strictObject({
  period: FIELDS.period.nullable(),
  fee_percent: FIELDS.fee_percent.nullable(),
  slippage_percent: FIELDS.slippage_percent.nullable(),
  initial_capital: FIELDS.initial_capital.nullable(),
  intrabar: FIELDS.intrabar.nullable(),
  preview_asset: FORMER_FIELDS.preview_asset.nullable(),
}).partial();
export type UpdateContext = Omit<z.infer<typeof updateContextSchema>, keyof typeof FORMER_FIELDS>;

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

/** Of what was sent, what is kept. */
export function keptContext<T extends object>(sent: T): Omit<T, keyof typeof FORMER_FIELDS> {
  const isKept = ([field]: [string, unknown]) => !(field in FORMER_FIELDS);
  return Object.fromEntries(Object.entries(sent).filter(isKept)) as Omit<
    T,
    keyof typeof FORMER_FIELDS
  >;
}
