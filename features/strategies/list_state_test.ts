import assert from "node:assert/strict";
import type { StrategyListItem } from "../../contracts/strategies.ts";
import { autoState, figureSource, shownStrategies, stateBadge } from "./list_state.ts";
import { lastResult, listItem as item } from "./testing/list_items.ts";

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

/** The newest run of a strategy and its result, which are one where it has completed. */
function ended(total_return: number) {
  return { last_run: run(total_return), last_result: lastResult({ total_return }) };
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
    item("low", ended(-0.2)),
    item("high", { ...ended(0.4), last_run: { ...run(null), id: "later", status: "failed" } }),
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
  const done = ended(0.1);
  assert.equal(label({}), null);
  assert.equal(label({ ...done, freshness: "updated_today" }), "Updated today");
  assert.equal(label({ ...done, freshness: "needs_update" }), "Needs update");
  assert.equal(
    label({ ...done, freshness: "updated_today", has_new_result: true }),
    "New result",
  );
  for (
    const [status, words] of [
      ["failed", "Failed"],
      ["pending", "Pending"],
      ["running", "Running"],
    ] as const
  ) {
    const last_run = { ...run(null), id: "later", status };
    assert.equal(label({ last_run }), words);
    assert.equal(label({ ...done, last_run, freshness: "updated_today" }), words);
    assert.equal(label({ ...done, last_run, has_new_result: true }), words);
  }
});

Deno.test("list: figures say which run they are of, and how old the candles are", () => {
  const source = (more: Partial<StrategyListItem>) => {
    const { run: of, candles } = figureSource(item("a", more), "UTC");
    return [of?.id, of?.words, candles].map((text) => text?.replaceAll("\u00a0", " ") ?? null);
  };
  const done = ended(0.1);
  const none = [null, null, null];
  const old = "Candles end 1 Mar 2025";
  const of = ["r", "Figures: run of 2 Mar 2025"];
  assert.deepEqual(source({}), none);
  assert.deepEqual(source({ ...done, freshness: "updated_today" }), none);
  assert.deepEqual(source({ ...done, freshness: "needs_update" }), [null, null, old]);
  const last_run = { ...run(null), id: "later", status: "failed" } as const;
  assert.deepEqual(source({ last_run }), none);
  assert.deepEqual(source({ ...done, last_run, freshness: "updated_today" }), [...of, null]);
  assert.deepEqual(source({ ...done, last_run, freshness: "needs_update" }), [...of, old]);
});

Deno.test("list: what is updated daily says so, and what fails says why and what to do", () => {
  const off = item("a").auto_update;
  const state = (auto: Partial<typeof off>) => {
    const auto_update = { ...off, ...auto };
    const { label, note } = autoState(item("a", { auto_update }));
    return [label, note];
  };
  const failing = { enabled: true, failing_reason: "It was away." };
  assert.deepEqual(state({}), ["Off", null]);
  assert.deepEqual(state({ enabled: true }), ["On", null]);
  assert.deepEqual(state({ ...failing, failing_code: "vendor_unreachable" }), [
    "Daily update failed · retrying",
    "It was away. It is tried again automatically.",
  ]);
  assert.deepEqual(state({ ...failing, failing_days: 3 }), [
    "Daily update failed · retrying",
    "It failed 3 days in a row. It was away. It is tried again automatically.",
  ]);
  assert.deepEqual(
    state({
      ...failing,
      failing_reason: "It is not served. Choose dates between 1 Jan 2021 and 31 Dec 2022.",
      failing_code: "vendor_refused",
    }),
    [
      "Daily update failed",
      "It is not served. New candles of this market cannot be fetched here, so turn auto-update off.",
    ],
  );
  assert.deepEqual(
    state({ failing_reason: "It was away.", switched_off_reason: "Off, because." }),
    [
      "Turned off",
      "Off, because. Turn auto-update on again to start a new track record, or run it by hand.",
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
