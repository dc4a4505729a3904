/** Decides what an account may do: its plan, by hand or by subscription, and limits of its own, which win. */
import type { Kysely } from "kysely";
import {
  GRACE_DAYS,
  type OfferedPlan,
  type PlanName,
  PLANS_PATH,
  type planSourceSchema,
} from "../../contracts/plans.ts";
import type { z } from "zod";
import type { Config } from "../config/config.ts";
import type { Database } from "../db/schema.ts";
import {
  type Entitlements,
  listPlans,
  openFor,
  type Plan,
  type Plans,
  type PlanSettings,
  plansOf,
} from "./plans.ts";

const DAY_MS = 86_400_000;

/** What of an account its entitlements follow from. */
export interface EntitlementRow {
  /** Given by an operator; `null` = as it was bought. */
  readonly plan: PlanName | null;
  readonly max_strategies: number | null;
  readonly max_backtests_per_day: number | null;
  readonly max_imports: number | null;
  readonly max_import_candles: number | null;
  readonly subscription_status: string | null;
  /** Since when its payment fails. */
  readonly subscription_failed_at: Date | null;
}

export interface Standing {
  readonly plan: Plan;
  readonly source: z.infer<typeof planSourceSchema>;
  readonly entitlements: Entitlements;
  /** Until when the plan goes on after a failed payment, Unix ms; `null` when none failed. */
  readonly graceEndsMs: number | null;
  /** The page of the plan that would allow more; `null` where none is sold, or the account has it. */
  readonly upgrade: string | null;
}

/** Paid for. A trial has a card behind it too. */
export const PAID: readonly string[] = ["active", "trialing"];
/** Stripe goes on trying to collect. */
export const FAILING: readonly string[] = ["past_due", "unpaid"];

export class EntitlementRules {
  readonly plans: Plans;
  /** Whether plans are sold here. */
  readonly isSelling: boolean;
  readonly #openBacktests: number | undefined;

  constructor(
    settings: PlanSettings & { readonly billing?: Config["billing"] },
    private readonly now: () => number,
  ) {
    this.plans = plansOf(settings);
    this.isSelling = (settings.billing ?? null) !== null;
    this.#openBacktests = settings.limits.openBacktests;
  }

  /** What the account may do; of one that is not there, what everybody may. */
  of(row: EntitlementRow | undefined): Standing {
    const { name, source, graceEndsMs } = this.#planOf(row);
    const plan = this.plans[name];
    const { entitlements } = plan;
    const backtestsPerDay = row?.max_backtests_per_day ?? entitlements.backtestsPerDay;
    return {
      plan,
      source,
      graceEndsMs,
      upgrade: this.isSelling && name === "free" ? PLANS_PATH : null,
      entitlements: {
        ...entitlements,
        strategies: row?.max_strategies ?? entitlements.strategies,
        backtestsPerDay,
        openBacktests: this.#openBacktests ?? openFor(backtestsPerDay),
        imports: row?.max_imports ?? entitlements.imports,
        importCandles: row?.max_import_candles ?? entitlements.importCandles,
      },
    };
  }

  /** {@link of} the account with this id. */
  async ofAccount(db: Kysely<Database>, userId: string): Promise<Standing> {
    return this.of(await entitlementRow(db, userId).executeTakeFirst());
  }

  #planOf(
    row: EntitlementRow | undefined,
  ): { name: PlanName; source: Standing["source"]; graceEndsMs: number | null } {
    const status = row?.subscription_status ?? "";
    const failedMs = row?.subscription_failed_at?.getTime() ?? null;
    const isFailing = FAILING.includes(status) && failedMs !== null;
    const graceEndsMs = isFailing ? failedMs + GRACE_DAYS * DAY_MS : null;
    if (row?.plan) return { name: row.plan, source: "operator", graceEndsMs };
    const isPaid = PAID.includes(status) || graceEndsMs !== null && this.now() < graceEndsMs;
    return isPaid
      ? { name: "premium", source: "subscription", graceEndsMs }
      : { name: "free", source: "default", graceEndsMs };
  }
}

/** The query for what an account's entitlements follow from; one row at the most. */
export function entitlementRow(db: Kysely<Database>, userId: string) {
  return entitlementRows(db).where("u.id", "=", userId);
}

/** {@link entitlementRow} of every account. */
export function entitlementRows(db: Kysely<Database>) {
  return db.selectFrom("users as u").leftJoin("subscriptions as p", "p.user_id", "u.id")
    .select(["u.plan", "u.max_strategies", "u.max_backtests_per_day", "u.max_imports"])
    .select(["u.max_import_candles", "p.status as subscription_status"])
    .select("p.failed_at as subscription_failed_at");
}

/** The plans as they are offered. */
export function offeredPlans(plans: Plans): OfferedPlan[] {
  return listPlans(plans).map(({ name, title, entitlements }) => ({
    name,
    title,
    entitlements: offered(entitlements),
  }));
}

/** Entitlements as they are told. */
export function offered(entitlements: Entitlements): OfferedPlan["entitlements"] {
  return {
    strategies: entitlements.strategies,
    backtests_per_day: entitlements.backtestsPerDay,
    imports: entitlements.imports,
    import_candles: entitlements.importCandles,
    daily_updates: entitlements.dailyUpdates,
    follows: entitlements.follows,
    api_keys: entitlements.apiKeys,
  };
}
