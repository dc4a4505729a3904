/** What an operator sees and does. Nothing of a person's strategies is in it. */
import { z } from "zod";
import { emailSchema } from "./auth.ts";
import { monthSchema, monthUsageSchema, planNameSchema } from "./plans.ts";
import { queryNumber } from "./query_numbers.ts";
import { candleValuesSchema } from "./restated.ts";

export const roleSchema = z.enum(["owner", "admin", "member"]);
export type Role = z.infer<typeof roleSchema>;

/** Whether the role opens the admin pages. */
export function isOperator(role: Role): boolean {
  return role !== "member";
}

/** Accounts on one page of the list. */
export const ACCOUNTS_PER_PAGE = 50;
export const ENTRIES_PER_PAGE = 50;

/** The password, where it was last typed more than ten minutes ago. */
const passwordField = { password: z.string().max(800).optional() };

const ownLimitsSchema = z.object({
  strategies: z.number().int().nullable(),
  backtests: z.number().int().nullable(),
  imports: z.number().int().nullable(),
  candles: z.number().int().nullable(),
});
export type OwnLimits = z.infer<typeof ownLimitsSchema>;
export type LimitName = keyof OwnLimits;

export const adminAccountSchema = z.object({
  id: z.uuid(),
  email: z.string(),
  role: roleSchema,
  created_at: z.string(),
  /** When one of its sessions or API keys was last used; `null` when none is left that was. */
  last_seen_at: z.string().nullable(),
  disabled_at: z.string().nullable(),
  email_verified: z.boolean(),
  two_step: z.boolean(),
  sessions: z.number().int(),
  api_keys: z.number().int(),
  /** How many there are; what they hold is the person's alone. */
  strategies: z.number().int(),
  backtests: z.number().int(),
  /** Limits of its own; `null` = everybody's. */
  own_limits: ownLimitsSchema,
  plan: planNameSchema,
  /** Given by an operator; `null` = as it was bought. */
  given_plan: planNameSchema.nullable(),
  /** The state of its subscription as Stripe names it; `null` without one. */
  subscription: z.string().nullable(),
});
export type AdminAccount = z.infer<typeof adminAccountSchema>;

export const adminAccountListSchema = z.object({
  accounts: z.array(adminAccountSchema),
  total: z.number().int(),
});

export const accountQuerySchema = z.object({
  /** A part of the email. */
  q: z.string().max(254).optional(),
  page: queryNumber("page", 1, 100_000).optional(),
});

const limitSchema = z.number().int().min(0).max(1_000_000_000).nullable().optional();

export const accountChangeSchema = z.strictObject({
  limits: z.strictObject({
    strategies: limitSchema,
    backtests: limitSchema,
    imports: limitSchema,
    candles: limitSchema,
  }).optional(),
  disabled: z.boolean().optional(),
  role: roleSchema.optional(),
  /** `null` goes back to what was bought. */
  plan: planNameSchema.nullable().optional(),
  ...passwordField,
});

export const confirmSchema = z.strictObject(passwordField);

/** A link that works once, told this once; `null` when it was mailed. */
export const onceLinkSchema = z.object({ link: z.string().nullable() });

export const invitationSchema = z.object({
  id: z.uuid(),
  email: z.string().nullable(),
  created_at: z.string(),
  expires_at: z.string().nullable(),
});
export const invitationListSchema = z.object({ invitations: z.array(invitationSchema) });
export const inviteSchema = z.strictObject({ email: emailSchema.nullable().optional() });

export const adminJobSchema = z.object({
  /** Kind and key: `backtest:…`, `robustness:…`, `mail:…`. */
  id: z.string(),
  kind: z.enum(["backtest", "robustness", "mail"]),
  status: z.enum(["pending", "running", "failed"]),
  /** Whose it is; `null` of a mail to an address without an account. */
  account_id: z.string().nullable(),
  email: z.string().nullable(),
  /** Started by a person, or by auto-update. */
  daily: z.boolean(),
  created_at: z.string(),
  attempts: z.number().int(),
  /** Why it failed, or what it waits for. */
  reason: z.string().nullable(),
  can_retry: z.boolean(),
});
export type AdminJob = z.infer<typeof adminJobSchema>;

export const adminJobListSchema = z.object({
  jobs: z.array(adminJobSchema),
  counts: z.object({
    pending: z.number().int(),
    running: z.number().int(),
    failed: z.number().int(),
  }),
});
export type AdminJobList = z.infer<typeof adminJobListSchema>;

const adminSeriesSchema = z.object({
  asset: z.string(),
  timeframe: z.string(),
  venue: z.string(),
  candles: z.number().int(),
  /** The first and the last month with candles: `2026-01`. */
  first_month: z.string(),
  last_month: z.string(),
  changed_at: z.string(),
});

const time = z.string().describe("ISO 8601, UTC");

/** A stored candle that a vendor gives other values for. */
export const adminRestatementSchema = z.object({
  id: z.uuid(),
  asset: z.string(),
  timeframe: z.string(),
  source: z.string().describe("Whose candles they are, in words"),
  given_by: z.string().describe("Who gave the new values, in words"),
  time: time.describe("Open time of the candle, ISO 8601, UTC"),
  old: candleValuesSchema.describe("As stored"),
  new: candleValuesSchema,
  largest_change: z.number().describe("Of a price, as a share of the old one"),
  seen_at: time,
  runs: z.int().describe("Completed backtests that have read the candle"),
});
export type AdminRestatement = z.infer<typeof adminRestatementSchema>;

export const RESTATEMENT_CHOICES = ["accept", "reject"] as const;
export type RestatementChoice = (typeof RESTATEMENT_CHOICES)[number];

export const decideRestatementsSchema = z.strictObject({
  choice: z.enum(RESTATEMENT_CHOICES, "Choose accept or reject.")
    .describe("`accept` stores the new values, `reject` keeps the stored ones"),
  ids: z.array(z.uuid("An id is a UUID."), "Name the candles by their ids.")
    .min(1, "Name the candles by their ids.").max(200, "At most 200 at a time."),
});

export const decidedRestatementsSchema = z.object({
  decided: z.int(),
  superseded: z.int()
    .describe("Passed over: the stored candle is another by now, or a newer answer was accepted"),
});

export const adminMarketDataSchema = z.object({
  series: z.array(adminSeriesSchema),
  /** Series and candles of persons' own imports, in numbers alone. */
  imports: z.object({ series: z.number().int(), candles: z.number().int() }),
  /** Stored candles of shared series that a vendor gives other values for, and nobody has decided on. */
  restated: z.object({ series: z.number().int(), candles: z.number().int() }),
  restatements: z.array(adminRestatementSchema).describe("The newest 50 of them"),
});
export type AdminMarketData = z.infer<typeof adminMarketDataSchema>;

export const usageQuerySchema = z.object({ month: monthSchema.optional() });

/** What accounts used in a month, the busiest first. */
export const adminUsageSchema = z.object({
  month: z.string(),
  /** Months for which there is anything, the newest first. */
  months: z.array(z.string()),
  accounts: z.array(monthUsageSchema),
});
export type AdminUsage = z.infer<typeof adminUsageSchema>;

export const auditQuerySchema = z.object({
  account: z.uuid().optional(),
  event: z.string().max(60).optional(),
  before: queryNumber("before", 1, 999_999_999_999_999).optional(),
});

export const auditEntrySchema = z.object({
  id: z.number().int(),
  at: z.string(),
  event: z.string(),
  /** `account`, `command` (somebody at the machine) or `app`. */
  actor: z.object({
    kind: z.enum(["account", "command", "app"]),
    id: z.string().nullable(),
    email: z.string().nullable(),
  }),
  /** Whose account it is about; the email is gone with the account. */
  subject: z.object({ id: z.string(), email: z.string().nullable() }).nullable(),
  address: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const auditListSchema = z.object({
  entries: z.array(auditEntrySchema),
  /** For `before`, to read on; `null` at the end. */
  next: z.number().int().nullable(),
});
export type AuditList = z.infer<typeof auditListSchema>;
