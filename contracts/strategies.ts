/** Strategies and their versions. */
import { z } from "zod";
import { issueSchema } from "./errors.ts";
import { assetSchema, timeframeSchema } from "./markets.ts";
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
  asset: assetSchema,
  timeframe: timeframeSchema,
  template: z.string().max(64).optional(),
  /** Made by the client: sent again after a lost answer, it makes nothing twice. */
  id: z.uuid("An id is a UUID.").optional(),
  /** A strategy document for version 1, instead of a template; it may have faults, but it must be one. */
  definition: z.unknown().optional(),
  /** What it is tested with, unless it is there already. */
  context: sentContextSchema.optional(),
});
export type CreateStrategy = z.infer<typeof createStrategySchema>;

export const updateStrategySchema = z.strictObject({
  name: strategyNameSchema.optional(),
  asset: assetSchema.optional(),
  timeframe: timeframeSchema.optional(),
  is_archived: z.boolean().optional(),
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
});
export type ListStrategies = z.infer<typeof listStrategiesSchema>;

const timeSchema = z.string().describe("ISO 8601, UTC");

/** The longest note of a version, in characters. */
export const MAX_VERSION_NOTE = 200;

/** What the author says about a version: one line, so line breaks become spaces. */
export const versionNoteSchema = z.string("A note is text.")
  .overwrite((text) => text.replace(/\s+/g, " ").trim())
  .max(MAX_VERSION_NOTE, `A note has at most ${MAX_VERSION_NOTE} characters.`);

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
  candles_until: timeSchema.describe("End of the run's period, exclusive"),
  total_return: z.number().nullable(),
  max_drawdown: z.number().nullable(),
  sparkline: z.array(z.number()).nullable()
    .describe("Points of the equity at even distances, as multiples of the starting capital"),
});

export const strategySchema = z.object({
  id: z.uuid(),
  name: z.string(),
  asset: assetSchema,
  timeframe: timeframeSchema,
  is_archived: z.boolean(),
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
   * `updated_today` when the newest result was asked for on this UTC day and has the newest candle that had closed by then;
   * `null` without a result.
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
  note: versionNoteSchema.optional(),
});

export type SaveVersion = z.infer<typeof saveVersionSchema>;

export const validateSchema = z.strictObject({ definition: z.unknown().optional() });

export const validationSchema = z.object({
  valid: z.boolean(),
  errors: z.array(issueSchema),
  warnings: z.array(issueSchema),
});
export type Validation = z.infer<typeof validationSchema>;
