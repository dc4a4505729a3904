/** The tables of plans and of what is used (migration 0021) as Kysely sees them. */
import type { Generated } from "kysely";
import type { DefaultedTime } from "./column_types.ts";

/** The customer that an account is at Stripe, and the state of its subscription as it was last read there. */
export interface SubscriptionsTable {
  user_id: string;
  customer_id: string;
  /** `null` before the first one was bought. */
  subscription_id: string | null;
  /** As Stripe names it. */
  status: string | null;
  /** When it is paid for next, or ends. */
  period_end: Date | null;
  /** Whether it ends then. */
  ends: Generated<boolean>;
  /** Since when its payment fails. */
  failed_at: Date | null;
  /** When reading the state began. */
  read_at: Date | null;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** Events of Stripe that were taken in: one that comes again changes nothing. */
export interface BillingEventsTable {
  id: string;
  type: string;
  customer_id: string;
  /** When it happened at Stripe. */
  happened_at: Date;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

/** What an account used in a month (UTC). */
export interface UsageCountersTable {
  user_id: string;
  /** `2026-11` */
  month: string;
  backtests: Generated<number>;
  daily_updates: Generated<number>;
  robustness_reports: Generated<number>;
  imported_candles: Generated<number>;
  created_at: DefaultedTime;
  updated_at: DefaultedTime;
}

export interface PlanTables {
  subscriptions: SubscriptionsTable;
  billing_events: BillingEventsTable;
  usage_counters: UsageCountersTable;
}
