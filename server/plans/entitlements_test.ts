/** Which plan an account has, and what it may do by it. */
import assert from "node:assert/strict";
import { loadConfig } from "../config/config.ts";
import { type EntitlementRow, EntitlementRules } from "./entitlements.ts";

const NOW = Date.UTC(2026, 10, 29, 12);
const DAY_MS = 86_400_000;
const STRIPE = {
  STRIPE_SECRET_KEY: "sk_test_1",
  STRIPE_WEBHOOK_SECRET: "whsec_1",
  STRIPE_PRICE_PREMIUM: "price_1",
};
const NOTHING: EntitlementRow = {
  plan: null,
  max_strategies: null,
  max_backtests_per_day: null,
  max_imports: null,
  max_import_candles: null,
  subscription_status: null,
  subscription_failed_at: null,
};

const rules = (env: Record<string, string> = {}, nowMs = NOW) =>
  new EntitlementRules(loadConfig(env), () => nowMs);

Deno.test("plans: without a setting everybody has what they had before there were plans", () => {
  const { plan, source, entitlements, upgrade } = rules().of(NOTHING);
  assert.deepEqual([plan.name, source, upgrade], ["free", "default", null]);
  assert.deepEqual(entitlements, {
    strategies: 10,
    backtestsPerDay: 50,
    openBacktests: 25,
    imports: 20,
    importCandles: 500_000,
    dailyUpdates: null,
    follows: 10,
    apiKeys: 20,
  });
  assert.deepEqual(
    rules().of(undefined).entitlements,
    entitlements,
    "an account that is not there",
  );
});

Deno.test("plans: settings are the meaning of free, and premium never allows less", () => {
  const generous = rules({
    MAX_STRATEGIES: "1000",
    MAX_BACKTESTS_PER_DAY: "4",
    MAX_FOLLOWS: "3",
    MAX_DAILY_UPDATES: "2",
    MAX_OPEN_BACKTESTS: "7",
  });
  const free = generous.of(NOTHING).entitlements;
  assert.deepEqual(
    [free.strategies, free.backtestsPerDay, free.follows, free.dailyUpdates, free.openBacktests],
    [1_000, 4, 3, 2, 7],
  );
  const premium = generous.of({ ...NOTHING, plan: "premium" }).entitlements;
  for (const [name, value] of Object.entries(free)) {
    const more = premium[name as keyof typeof premium];
    assert.ok(value === null ? more === null : more === null || more >= value, name);
  }
  assert.equal(premium.strategies, 1_000);
  assert.ok(premium.backtestsPerDay > 4);
  assert.equal(premium.openBacktests, 7, "a setting that holds for everybody");
});

Deno.test("plans: limits of its own win over any plan, zero among them", () => {
  const own = {
    ...NOTHING,
    plan: "premium",
    max_strategies: 0,
    max_backtests_per_day: 200,
    max_imports: 1,
    max_import_candles: 2,
  } as const;
  const { entitlements } = rules().of(own);
  assert.deepEqual(
    [entitlements.strategies, entitlements.backtestsPerDay, entitlements.openBacktests],
    [0, 200, 100],
  );
  assert.deepEqual([entitlements.imports, entitlements.importCandles], [1, 2]);
});

const failed = (daysAgo: number) => new Date(NOW - daysAgo * DAY_MS);
const CASES: readonly (readonly [string, Partial<EntitlementRow>, string])[] = [
  ["active", { subscription_status: "active" }, "premium subscription"],
  ["in a trial", { subscription_status: "trialing" }, "premium subscription"],
  ["never paid", { subscription_status: "incomplete" }, "free default"],
  ["ended", { subscription_status: "canceled" }, "free default"],
  ["paused at Stripe", { subscription_status: "paused" }, "free default"],
  ["a word that Stripe may add", { subscription_status: "something" }, "free default"],
  [
    "failing for six days",
    { subscription_status: "past_due", subscription_failed_at: failed(6.99) },
    "premium subscription",
  ],
  [
    "failing for seven days",
    { subscription_status: "past_due", subscription_failed_at: failed(7) },
    "free default",
  ],
  [
    "given up by Stripe within seven days",
    { subscription_status: "unpaid", subscription_failed_at: failed(1) },
    "premium subscription",
  ],
  ["given by an operator", { plan: "premium" }, "premium operator"],
  [
    "taken by an operator while it pays",
    { plan: "free", subscription_status: "active" },
    "free operator",
  ],
];

for (const [name, row, expected] of CASES) {
  Deno.test(`plans: a subscription that is ${name}: ${expected}`, () => {
    const { plan, source } = rules().of({ ...NOTHING, ...row });
    assert.equal(`${plan.name} ${source}`, expected);
  });
}

Deno.test("plans: an upgrade is offered where plans are sold, to who has none", () => {
  assert.equal(rules(STRIPE).of(NOTHING).upgrade, "/plans");
  assert.equal(rules(STRIPE).of({ ...NOTHING, plan: "premium" }).upgrade, null);
  assert.equal(rules().of(NOTHING).upgrade, null);
});

Deno.test("plans: Stripe is set up whole or not at all", () => {
  assert.throws(
    () => loadConfig({ STRIPE_SECRET_KEY: "sk_test_1" }),
    /in part: STRIPE_WEBHOOK_SECRET, STRIPE_PRICE_PREMIUM missing/,
  );
  assert.deepEqual(loadConfig({ ...STRIPE, STRIPE_URL: "http://localhost:9/" }).billing, {
    secretKey: "sk_test_1",
    webhookSecret: "whsec_1",
    pricePremium: "price_1",
    url: "http://localhost:9",
  });
  assert.equal(loadConfig({}).billing, null);
  const { values, secret } = loadConfig(STRIPE).written;
  assert.deepEqual(secret.toSorted(), ["STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"]);
  assert.deepEqual(values, { STRIPE_PRICE_PREMIUM: "price_1" });
});
