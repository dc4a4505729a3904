/** The account of the person who is logged in. */
import { z } from "zod";
import { feePercentSchema, slippagePercentSchema } from "./backtests.ts";

const timezoneSchema = z.string().max(64).refine((zone) => {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}, "Choose a time zone from the list.");

const countSchema = z.object({ used: z.number().int(), limit: z.number().int() });

/** How much of each limit is used. Archived strategies, automatic runs and live results in the editor do not count. */
export const usageSchema = z.object({
  strategies: countSchema,
  backtests_today: countSchema.extend({ resets_at: z.string() }),
  /** Series of the account's own candles, and the candles in them. */
  imports: countSchema,
  import_candles: countSchema,
  /** The page of a plan that allows more; `null` where none is sold, or the account has it. */
  upgrade: z.string().nullable(),
});
export type Usage = z.infer<typeof usageSchema>;
/** What pages of everyday work show. */
export type WorkUsage = Pick<Usage, "strategies" | "backtests_today" | "upgrade">;

export const profileSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  default_fee_percent: z.number(),
  default_slippage_percent: z.number(),
  timezone: z.string().nullable(),
  created_at: z.string(),
  usage: usageSchema,
});
export type Profile = z.infer<typeof profileSchema>;

/** A device that is logged in. */
export const sessionSchema = z.object({
  id: z.uuid(),
  /** In plain words, from what the browser says of itself: `Firefox on Linux`. */
  device: z.string(),
  created_at: z.string(),
  /** To within some minutes. */
  last_seen_at: z.string(),
  expires_at: z.string(),
  /** The session that asks. */
  current: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;

export const sessionListSchema = z.object({ sessions: z.array(sessionSchema) });

/** `null` goes back to the default. */
export const updateProfileSchema = z.strictObject({
  default_fee_percent: feePercentSchema.nullable().optional(),
  default_slippage_percent: slippagePercentSchema.nullable().optional(),
  timezone: timezoneSchema.nullable().optional(),
});
export type UpdateProfile = z.infer<typeof updateProfileSchema>;
