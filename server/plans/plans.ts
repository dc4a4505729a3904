/**
 * Every plan and what it entitles to. `free` is what the settings say (`MAX_…`); a paid plan never allows less than that.
 * To add a plan: its name in `contracts/plans.ts`, and an entry here.
 */
import { KEY_LIMIT } from "../../contracts/api_keys.ts";
import { PLAN_NAMES, type PlanName } from "../../contracts/plans.ts";
import type { Config } from "../config/config.ts";

/** What an account may do. */
export interface Entitlements {
  /** Strategies that are not archived. */
  readonly strategies: number;
  readonly backtestsPerDay: number;
  /** Backtests that wait or run at a time. */
  readonly openBacktests: number;
  /** Series of own candles. */
  readonly imports: number;
  /** Own candles in all of them. */
  readonly importCandles: number;
  /** Strategies that are run every day; `null` = all of them. */
  readonly dailyUpdates: number | null;
  /** Versions that are followed at a time. */
  readonly follows: number;
  readonly apiKeys: number;
}

export interface Plan {
  readonly name: PlanName;
  readonly title: string;
  readonly entitlements: Entitlements;
}

export type Plans = Readonly<Record<PlanName, Plan>>;

/** What the plans follow from. */
export type PlanSettings = Pick<Config, "limits"> & Partial<Pick<Config, "maxFollows">>;

/** Backtests that may wait at a time however few are allowed in a day, unless it is set. */
const LEAST_OPEN = 10;
/** Follows of an account where nothing else is set. */
const FOLLOWS = 10;

const PREMIUM = {
  strategies: 100,
  backtestsPerDay: 500,
  imports: 100,
  importCandles: 5_000_000,
  dailyUpdates: 100,
  follows: 50,
  apiKeys: 2 * KEY_LIMIT,
} as const;

/** The plans under these settings. */
export function plansOf({ limits, maxFollows = FOLLOWS }: PlanSettings): Plans {
  const { openBacktests, dailyUpdates = null, ...everyday } = limits;
  const free: Omit<Entitlements, "openBacktests"> = {
    ...everyday,
    dailyUpdates,
    follows: maxFollows,
    apiKeys: KEY_LIMIT,
  };
  const open = (perDay: number) => openBacktests ?? openFor(perDay);
  const plan = (
    name: PlanName,
    title: string,
    entitlements: Omit<Entitlements, "openBacktests">,
  ): Plan => ({
    name,
    title,
    entitlements: { ...entitlements, openBacktests: open(entitlements.backtestsPerDay) },
  });
  return {
    free: plan("free", "Free", free),
    premium: plan("premium", "Premium", {
      strategies: Math.max(free.strategies, PREMIUM.strategies),
      backtestsPerDay: Math.max(free.backtestsPerDay, PREMIUM.backtestsPerDay),
      imports: Math.max(free.imports, PREMIUM.imports),
      importCandles: Math.max(free.importCandles, PREMIUM.importCandles),
      dailyUpdates: free.dailyUpdates === null
        ? null
        : Math.max(free.dailyUpdates, PREMIUM.dailyUpdates),
      follows: Math.max(free.follows, PREMIUM.follows),
      apiKeys: Math.max(free.apiKeys, PREMIUM.apiKeys),
    }),
  };
}

/** How many backtests may wait or run at a time where so many are allowed in a day. */
export function openFor(backtestsPerDay: number): number {
  return Math.max(LEAST_OPEN, Math.ceil(backtestsPerDay / 2));
}

/** The plans in the order in which they are offered. */
export function listPlans(plans: Plans): Plan[] {
  return PLAN_NAMES.map((name) => plans[name]);
}
