import assert from "node:assert/strict";
import type { StrategyListItem } from "../../contracts/strategies.ts";
import { autoState, shownStrategies, stateBadge } from "./list_state.ts";

function item(name: string, more: Partial<StrategyListItem> = {}): StrategyListItem {
  return {
    id: name,
    name,
    asset: "BTC/USDT",
    timeframe: "1h",
    is_archived: false,
    auto_update_enabled: false,
    auto_update: {
      enabled: false,
      horizon: "1y",
      failing_days: 0,
      failing_reason: null,
      switched_off_reason: null,
      last_auto_run_at: null,
    },
    created_at: "2025-01-01T00:00:00Z",
    updated_at: "2025-01-01T00:00:00Z",
    latest_version_number: 1,
    last_run: null,
    freshness: null,
    has_new_result: false,
    forward_record: null,
    ...more,
  };
}

function run(total_return: number | null, created_at = "2025-03-02T08:00:00Z") {
  return {
    id: "r",
    status: "completed",
    created_at,
    total_return,
    max_drawdown: -0.1,
    sparkline: null,
  } as const;
}

const names = (items: readonly StrategyListItem[]) => items.map(({ name }) => name);

Deno.test("list: the search looks at name, asset and timeframe, every word of it", () => {
  const all = [item("Dip"), item("Trend", { asset: "ETH/USDT", timeframe: "4h" })];
  const sort = { key: "name", descending: false } as const;
  assert.deepEqual(names(shownStrategies(all, " eth ", sort)), ["Trend"]);
  assert.deepEqual(names(shownStrategies(all, "trend 4h", sort)), ["Trend"]);
  assert.deepEqual(names(shownStrategies(all, "trend btc", sort)), []);
  assert.deepEqual(names(shownStrategies(all, "", sort)), ["Dip", "Trend"]);
});

Deno.test("list: strategies without a result come last, whichever way it is sorted", () => {
  const all = [
    item("none"),
    item("low", { last_run: run(-0.2) }),
    item("high", { last_run: run(0.4) }),
  ];
  const by = (descending: boolean) =>
    names(shownStrategies(all, "", { key: "total_return", descending }));
  assert.deepEqual(by(true), ["high", "low", "none"]);
  assert.deepEqual(by(false), ["low", "high", "none"]);
});

Deno.test("list: names sort without regard to case, timeframes by their length", () => {
  const all = [
    item("beta", { timeframe: "1d" }),
    item("Alpha", { timeframe: "4h" }),
    item("gamma"),
  ];
  assert.deepEqual(
    names(shownStrategies(all, "", { key: "name", descending: false })),
    ["Alpha", "beta", "gamma"],
  );
  assert.deepEqual(
    names(shownStrategies(all, "", { key: "timeframe", descending: false })),
    ["gamma", "Alpha", "beta"],
  );
});

Deno.test("list: the badge tells the state of the newest run", () => {
  const label = (more: Partial<StrategyListItem>) => stateBadge(item("a", more))?.label ?? null;
  const last_run = run(0.1);
  assert.equal(label({}), null);
  assert.equal(label({ last_run, freshness: "updated_today" }), "Updated today");
  assert.equal(label({ last_run, freshness: "needs_update" }), "Needs update");
  assert.equal(
    label({ last_run, freshness: "updated_today", has_new_result: true }),
    "New result",
  );
  const failed = { ...run(null), status: "failed" } as const;
  assert.equal(label({ last_run: failed, has_new_result: true }), "Failed");
});

Deno.test("list: what is updated daily says so, and what fails says why", () => {
  const off = item("a").auto_update;
  const state = (auto: Partial<typeof off>) => {
    const auto_update = { ...off, ...auto };
    const { label, note } = autoState(item("a", { auto_update }));
    return [label, note];
  };
  assert.deepEqual(state({}), ["Off", null]);
  assert.deepEqual(state({ enabled: true }), ["On", null]);
  assert.deepEqual(state({ enabled: true, failing_reason: "It was away.", failing_days: 0 }), [
    "Failing",
    "The daily run failed, and is tried again. It was away.",
  ]);
  assert.deepEqual(state({ enabled: true, failing_reason: "It was away.", failing_days: 3 }), [
    "Failing",
    "The daily run has failed 3 days in a row, and is tried again. It was away.",
  ]);
  assert.deepEqual(
    state({ failing_reason: "It was away.", switched_off_reason: "Off, because." }),
    [
      "Switched off",
      "Off, because.",
    ],
  );
});

Deno.test("list: the daily ones come by their last automatic run, those that are off after them", () => {
  const updated = (name: string, enabled: boolean, last_auto_run_at: string | null) =>
    item(name, {
      auto_update_enabled: enabled,
      auto_update: { ...item("a").auto_update, enabled, last_auto_run_at },
    });
  const all = [
    updated("off", false, "2025-03-09T00:10:00Z"),
    updated("old", true, "2025-03-01T00:10:00Z"),
    updated("new", true, "2025-03-02T00:10:00Z"),
    updated("not yet", true, null),
  ];
  assert.deepEqual(
    names(shownStrategies(all, "", { key: "auto_update", descending: true })),
    ["new", "old", "not yet", "off"],
  );
});
