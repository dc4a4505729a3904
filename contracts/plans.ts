/** Plans: named sets of what an account may do, and how one is bought. */
import { z } from "zod";

export const PLAN_NAMES = ["free", "premium"] as const;
export const planNameSchema = z.enum(PLAN_NAMES, "Choose a plan.");
export type PlanName = z.infer<typeof planNameSchema>;

/** Where plans are compared, and one is chosen. */
export const PLANS_PATH = "/plans";
/** Where a person's own plan stands. */
export const PLAN_SECTION = "/settings#plan";
/** The section of the settings that what Stripe answers leads back to. */
export const BILLING_RETURN_PATH = "/settings/plan/return";
/** Days that a paid plan goes on after a payment failed. */
export const GRACE_DAYS = 7;

const entitlementsSchema = z.object({
  /** Strategies that are not archived. */
  strategies: z.number().int(),
  backtests_per_day: z.number().int(),
  /** Series of own candles, and the candles in all of them. */
  imports: z.number().int(),
  import_candles: z.number().int(),
  /** Strategies that are run every day; `null` = all of them. */
  daily_updates: z.number().int().nullable(),
  /** Versions that are followed at a time. */
  follows: z.number().int(),
  api_keys: z.number().int(),
});
export type PlanEntitlements = z.infer<typeof entitlementsSchema>;

/** A plan as it is offered. */
export const planSchema = z.object({
  name: planNameSchema,
  title: z.string(),
  entitlements: entitlementsSchema,
});
export type OfferedPlan = z.infer<typeof planSchema>;

/** Why an account has its plan: nothing was bought, it pays, or an operator gave it the plan. */
export const planSourceSchema = z.enum(["default", "subscription", "operator"]);

export const billingSchema = z.object({
  plan: planNameSchema,
  source: planSourceSchema,
  /** What the account may do: its plan's, unless it has limits of its own. */
  entitlements: entitlementsSchema,
  /** Whether plans are sold here. */
  sold: z.boolean(),
  subscription: z.object({
    /** As Stripe names it: `active`, `past_due`, `canceled`. */
    status: z.string(),
    /** When it is paid for next, or ends; `null` when that is not known. */
    period_end: z.string().nullable(),
    /** Whether it ends then. */
    ends: z.boolean(),
    /** After a failed payment: until when the plan goes on all the same. */
    grace_until: z.string().nullable(),
  }).nullable(),
  plans: z.array(planSchema),
});
export type Billing = z.infer<typeof billingSchema>;

/** The password, where it was last typed more than ten minutes ago. */
export const billingConfirmSchema = z.strictObject({ password: z.string().max(800).optional() });

/** A page of Stripe to go on at. */
export const billingPageSchema = z.object({ url: z.url() });

/** What an account used in a month (UTC). */
export const monthUsageSchema = z.object({
  /** `2026-11` */
  month: z.string(),
  user_id: z.string(),
  email: z.string(),
  plan: planNameSchema,
  /** Completed runs that people started, and those of daily updates. */
  backtests: z.number().int(),
  daily_updates: z.number().int(),
  /** Completed reports of all robustness tests. */
  robustness_reports: z.number().int(),
  imported_candles: z.number().int(),
});
export type MonthUsage = z.infer<typeof monthUsageSchema>;

export const monthSchema = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "A month is like 2026-11.");
