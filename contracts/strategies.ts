/** Strategies and their versions. */
import { z } from "zod";
import { noteSchema, tagSchema, tagsSchema } from "./annotations.ts";
import { issueSchema } from "./errors.ts";
import { checkMarket, importNameSchema, importTimeframeSchema, pairSchema } from "./markets.ts";
import {
  autoUpdateSchema,
  freshnessSchema,
  horizonSchema,
  trackRecordSummarySchema,
} from "./schedules.ts";
import {
  sentContextSchema,
  strategyContextSchema,
  updateContextSchema,
} from "./strategy_context.ts";

export const strategyNameSchema = z.string("Give the strategy a name.").trim()
  .min(1, "Give the strategy a name.").max(100, "A name has at most 100 characters.");

export const createStrategySchema = z.strictObject({
  name: strategyNameSchema,
  asset: pairSchema,
  timeframe: importTimeframeSchema,
  /** The candles that you imported under this name, instead of those that everybody shares. */
  import: importNameSchema.nullable().optional(),
  template: z.string().max(64).optional(),
  /** Made by the client: sent again after a lost answer, it makes nothing twice. */
  id: z.uuid("An id is a UUID.").optional(),
  /** A strategy document for version 1, instead of a template; it may have faults, but it must be one. */
  definition: z.unknown().optional(),
  /** What it is tested with, unless it is there already. */
  context: sentContextSchema.optional(),
}).superRefine(checkMarket);
export type CreateStrategy = z.infer<typeof createStrategySchema>;

export const updateStrategySchema = z.strictObject({
  name: strategyNameSchema.optional(),
  asset: pairSchema.optional(),
  timeframe: importTimeframeSchema.optional(),
  /** As when it is created. With another `asset` and without this, what everybody shares. */
  import: importNameSchema.nullable().optional(),
  is_archived: z.boolean().optional(),
  is_pinned: z.boolean("A strategy is pinned or not: true or false.").optional(),
  /** All of them: what is not in the list goes. */
  tags: tagsSchema.optional(),
  auto_update_enabled: z.boolean("Auto-update is on or off: true or false.").optional(),
  auto_update_horizon: horizonSchema.optional(),
  /** What it is tested with: fields that are absent stay, `null` goes back to the default. */
  context: updateContextSchema.optional(),
});
export type UpdateStrategy = z.infer<typeof updateStrategySchema>;

export const STRATEGY_SORTS = ["updated_at", "name", "asset", "timeframe", "created_at"] as const;

export const listStrategiesSchema = z.object({
  search: z.string().max(100).optional(),
  /** A field, with `-` before it for descending. */
  sort: z.enum(STRATEGY_SORTS.flatMap((field) => [field, `-${field}` as const])).optional(),
  archived: z.enum(["true", "false", "1", "0"]).optional(),
  /** Only those with this tag, in any case. */
  tag: tagSchema.optional(),
});
export type ListStrategies = z.infer<typeof listStrategiesSchema>;

const timeSchema = z.string().describe("ISO 8601, UTC");

export const versionSchema = z.object({
  version_number: z.number().int(),
  created_at: timeSchema,
  note: z.string().nullable().describe("The author's line about this version"),
  definition: z.unknown(),
});
export type Version = z.infer<typeof versionSchema>;

export const versionListSchema = z.object({
  versions: z.array(versionSchema.omit({ definition: true })),
});

/** The newest run of a strategy, whatever has become of it. */
export const lastRunSchema = z.object({
  id: z.uuid(),
  status: z.enum(["pending", "running", "completed", "failed"]),
  created_at: timeSchema,
  total_return: z.number().nullable(),
  max_drawdown: z.number().nullable(),
  sparkline: z.array(z.number()).nullable()
    .describe("Points of the equity at even distances, as multiples of the starting capital"),
});

/** The newest completed run of a strategy: its figures stay while a later run waits, runs or has failed. */
export const lastResultSchema = z.object({
  id: z.uuid(),
  created_at: timeSchema,
  asset: z.string().describe("The market it ran on; the strategy may have moved on since"),
  timeframe: z.string(),
  import: z.string().nullable(),
  candles_from: timeSchema.describe("Start of the run's period"),
  candles_until: timeSchema.describe("End of the run's period, exclusive"),
  total_return: z.number().nullable(),
  buy_and_hold_return: z.number().nullable(),
  max_drawdown: z.number().nullable(),
  num_trades: z.number().int().nullable(),
  sparkline: z.array(z.number()).nullable()
    .describe("Points of the equity at even distances, as multiples of the starting capital"),
});

export const strategySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  asset: z.string(),
  timeframe: importTimeframeSchema,
  import: z.string().nullable().describe("The import of your own that it is tested on"),
  is_archived: z.boolean(),
  is_pinned: z.boolean().describe("Stands first in the list"),
  tags: z.array(z.string()).describe("The owner's own words to find it by"),
  auto_update_enabled: z.boolean(),
  auto_update: autoUpdateSchema,
  created_at: timeSchema,
  updated_at: timeSchema,
});
export type Strategy = z.infer<typeof strategySchema>;

export const strategyListItemSchema = strategySchema.extend({
  latest_version_number: z.number().int().nullable(),
  last_run: lastRunSchema.nullable(),
  last_result: lastResultSchema.nullable(),
  /**
   * `updated_today` when the newest result was asked for on this UTC day and has the newest candle that had closed by then,
   * also of an import, which has to have it; `null` without a result.
   */
  freshness: freshnessSchema.nullable(),
  /** The newest result has not been looked at by its owner. */
  has_new_result: z.boolean(),
  /** Of the version that is sealed now. */
  forward_record: trackRecordSummarySchema.nullable(),
});
export type StrategyListItem = z.infer<typeof strategyListItemSchema>;

export const strategyListSchema = z.object({ strategies: z.array(strategyListItemSchema) });

export const strategyDetailSchema = strategySchema.extend({
  latest_version: versionSchema.nullable(),
  /** What its owner set for testing it. */
  context: strategyContextSchema,
  /** Of the version that is sealed now. */
  forward_record: trackRecordSummarySchema.nullable(),
});
export type StrategyDetail = z.infer<typeof strategyDetailSchema>;

export const saveVersionSchema = z.strictObject({
  /** A strategy document; it may have faults, but it must be one. */
  definition: z.unknown(),
  /** The version this one was made from, 0 for the first. */
  base_version: z.number("base_version is missing.").int().min(0),
  /** An empty one is none. */
  note: noteSchema.optional(),
});

export type SaveVersion = z.infer<typeof saveVersionSchema>;

/** A change to what is said of a version; its document never changes. */
export const updateVersionSchema = z.strictObject({
  /** An empty one, or `null`, is none. */
  note: noteSchema.nullable(),
});
export type UpdateVersion = z.infer<typeof updateVersionSchema>;

export const validateSchema = z.strictObject({ definition: z.unknown().optional() });

export const validationSchema = z.object({
  valid: z.boolean(),
  errors: z.array(issueSchema),
  warnings: z.array(issueSchema),
});
export type Validation = z.infer<typeof validationSchema>;
