import assert from "node:assert/strict";
import type { StrategyListItem } from "../../contracts/strategies.ts";
import { shownStrategies, stateBadge } from "./list_state.ts";

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
