/** Daily updates of a strategy, and the track record that begins when they are switched on. */
import { z } from "zod";

const timeSchema = z.string().describe("ISO 8601, UTC");

/** How much of the past a daily run covers. */
export const HORIZONS = ["3m", "6m", "1y", "2y", "3y", "all"] as const;
export type Horizon = (typeof HORIZONS)[number];
export const horizonSchema = z.enum(HORIZONS, { error: `Choose one of ${HORIZONS.join(", ")}.` });

/** Days in a row that a strategy may fail before it is switched off. */
export const FAILING_DAYS_ALLOWED = 5;

export const autoUpdateSchema = z.object({
  enabled: z.boolean(),
  horizon: horizonSchema,
  failing_days: z.number().int().describe("Days in a row whose run failed for good"),
  failing_reason: z.string().nullable().describe("What happened to the newest automatic run"),
  failing_code: z.string().nullable().describe(
    "The `error_code` of that run; `null` while it is tried again",
  ),
  switched_off_reason: z.string().nullable().describe("Why the app has switched it off"),
  last_auto_run_at: timeSchema.nullable(),
});
export type AutoUpdate = z.infer<typeof autoUpdateSchema>;

export const freshnessSchema = z.enum(["updated_today", "needs_update"]);

/** What a sealed version has done since. */
export const sinceSealSchema = z.object({
  until: timeSchema.describe("Close of the last candle"),
  days: z.number().describe("From the start of the record, with fractions"),
  return: z.number().describe("A fraction"),
  trades: z.number().int().describe("Bought since"),
});
export type SinceSeal = z.infer<typeof sinceSealSchema>;

export const trackRecordSummarySchema = z.object({
  id: z.uuid(),
  version_number: z.number().int(),
  sealed_at: timeSchema,
  /** Close of the first candle that nobody knew whole at sealing: the record counts from here. */
  starts_at: timeSchema,
  ended_at: timeSchema.nullable(),
  /** `null` until a candle has closed and a run has covered it. */
  since: sinceSealSchema.nullable(),
});
export type TrackRecordSummary = z.infer<typeof trackRecordSummarySchema>;

/** Returns since the start that the past made likely, for 1, 2, 3 … days ahead, as fractions. */
export const trackRecordBandSchema = z.object({
  /** Whole days of returns before sealing that it was drawn from. */
  past_days: z.number().int(),
  block_days: z.number().int(),
  paths: z.number().int(),
  seed: z.number(),
  p5: z.array(z.number()),
  p50: z.array(z.number()),
  p95: z.array(z.number()),
});
export type TrackRecordBand = z.infer<typeof trackRecordBandSchema>;

export const trackRecordSchema = trackRecordSummarySchema.extend({
  asset: z.string(),
  timeframe: z.string(),
  horizon: horizonSchema,
  date_from: timeSchema,
  fee_percent: z.number(),
  slippage_percent: z.number(),
  initial_capital: z.number(),
  /** Days before sealing that could be used; `null` until the first run is in. */
  past_days: z.number().int().nullable(),
  /** `null` until the first run is in, or when there is too little past. */
  band: trackRecordBandSchema.nullable(),
});
export type TrackRecord = z.infer<typeof trackRecordSchema>;

export const trackRecordListSchema = z.object({ forward_records: z.array(trackRecordSchema) });

/** The record that a run belongs to, its `since` as of that run; `null` for a run that belongs to none. */
export const runTrackRecordSchema = z.object({ forward_record: trackRecordSchema.nullable() });
export type RunTrackRecord = z.infer<typeof runTrackRecordSchema>;

/** Fewer days of past than this say too little. */
export const MIN_PAST_DAYS = 30;
