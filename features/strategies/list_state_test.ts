import assert from "node:assert/strict";
import type { StrategyListItem } from "../../contracts/strategies.ts";
import {
  autoState,
  comparePath,
  figureSource,
  shownStrategies,
  stateBadge,
  usedTags,
} from "./list_state.ts";
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

const any = (search = "", tag: string | null = null) => ({ search, tag });
const names = (items: readonly StrategyListItem[]) => items.map(({ name }) => name);

Deno.test("list: the search looks at name, market and tags, every word of it", () => {
  const all = [
    item("Dip", { tags: ["Best of"] }),
    item("Trend", { asset: "ETH/USDT", timeframe: "4h" }),
  ];
  const sort = { key: "name", descending: false } as const;
  assert.deepEqual(names(shownStrategies(all, any(" eth "), sort)), ["Trend"]);
  assert.deepEqual(names(shownStrategies(all, any("trend 4h"), sort)), ["Trend"]);
  assert.deepEqual(names(shownStrategies(all, any("trend btc"), sort)), []);
  assert.deepEqual(names(shownStrategies(all, any("best"), sort)), ["Dip"]);
  assert.deepEqual(names(shownStrategies(all, any("", "BEST of"), sort)), ["Dip"]);
  assert.deepEqual(names(shownStrategies(all, any("", "best"), sort)), []);
  assert.deepEqual(names(shownStrategies(all, any(), sort)), ["Dip", "Trend"]);
});

Deno.test("list: strategies without a result come last, whichever way it is sorted", () => {
  const all = [
    item("none"),
    item("low", ended(-0.2)),
    item("high", { ...ended(0.4), last_run: { ...run(null), id: "later", status: "failed" } }),
  ];
  const by = (descending: boolean) =>
    names(shownStrategies(all, any(), { key: "total_return", descending }));
  assert.deepEqual(by(true), ["high", "low", "none"]);
  assert.deepEqual(by(false), ["low", "high", "none"]);
});

Deno.test("list: names sort without regard to case, markets by asset and then by the length of a candle", () => {
  const all = [
    item("beta", { timeframe: "1d" }),
    item("Alpha", { timeframe: "4h" }),
    item("gamma"),
  ];
  assert.deepEqual(
    names(shownStrategies(all, any(), { key: "name", descending: false })),
    ["Alpha", "beta", "gamma"],
  );
  assert.deepEqual(
    names(shownStrategies(all, any(), { key: "market", descending: false })),
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

Deno.test("list: the badge says where the candles end, up to date or not", () => {
  const title = (
    more: Partial<StrategyListItem>,
    result: Partial<StrategyListItem["last_result"]>,
  ) => {
    const done = ended(0.1);
    const last_result = done.last_result && {
      ...done.last_result,
      candles_until: "2022-12-31T14:00:00Z",
      ...result,
    };
    return stateBadge(item("a", { ...done, last_result, ...more }))?.title
      .replaceAll("\u00a0", " ");
  };
  assert.equal(
    title({ freshness: "needs_update" }, {}),
    "Its candles end 31 Dec 2022, 14:00. Run it again to include the newest there are.",
  );
  assert.equal(
    title({ freshness: "updated_today" }, {}),
    "Its last backtest ran today (UTC), up to the newest candle that had closed: candles end 31 Dec 2022, 14:00.",
  );
  assert.equal(
    title({ freshness: "needs_update" }, { import: "mine" }),
    "Its candles end 31 Dec 2022, 14:00. Import newer ones and run it again.",
  );
});

Deno.test("list: figures say which run they are of, over which period, and on which market if it was another", () => {
  const source = (more: Partial<StrategyListItem>) => {
    const { run: of, period, market } = figureSource(item("a", more), "UTC");
    return [of?.id, of?.words, period, market].map((text) =>
      text?.replaceAll("\u00a0", " ") ?? null
    );
  };
  const done = ended(0.1);
  const covered = "1 Jan 2025 – 1 Mar 2025";
  const of = ["r", "Figures: run of 2 Mar 2025"];
  assert.deepEqual(source({}), [null, null, null, null]);
  assert.deepEqual(source(done), [null, null, covered, null]);
  const last_run = { ...run(null), id: "later", status: "failed" } as const;
  assert.deepEqual(source({ last_run }), [null, null, null, null]);
  assert.deepEqual(source({ ...done, last_run }), [...of, covered, null]);
  assert.deepEqual(source({ ...done, asset: "ETH/USDT" }), [
    null,
    null,
    covered,
    "on BTC/USDT 1h",
  ]);
  assert.deepEqual(source({ ...done, timeframe: "4h" }), [null, null, covered, "on BTC/USDT 1h"]);
});

Deno.test("list: pinned ones come first, whatever it is sorted by", () => {
  const all = [
    item("low", { ...ended(-0.2), is_pinned: true }),
    item("high", ended(0.4)),
    item("none", { is_pinned: true }),
  ];
  const by = (key: "total_return" | "name", descending: boolean) =>
    names(shownStrategies(all, any(), { key, descending }));
  assert.deepEqual(by("total_return", true), ["low", "none", "high"]);
  assert.deepEqual(by("name", false), ["low", "none", "high"]);
  assert.deepEqual(by("name", true), ["none", "low", "high"]);
});

Deno.test("list: sorted by buy & hold and trades of the newest result", () => {
  const all = [
    item("a", {
      last_result: lastResult({ num_trades: 3, buy_and_hold_return: 0.2 }),
    }),
    item("b", {
      last_result: lastResult({
        num_trades: 7,
        buy_and_hold_return: null,
      }),
    }),
    item("c"),
  ];
  const by = (key: "num_trades" | "buy_and_hold_return") =>
    names(shownStrategies(all, any(), { key, descending: true }));
  assert.deepEqual(by("num_trades"), ["b", "a", "c"]);
  assert.deepEqual(by("buy_and_hold_return"), ["a", "b", "c"]);
});

Deno.test("list: tags are offered once each, and results are compared in the order of the choice", () => {
  const all = [
    item("a", { tags: ["trend", "BTC"], last_result: lastResult({ id: "run-a" }) }),
    item("b", { tags: ["btc", "idea"], last_result: lastResult({ id: "run-b" }) }),
    item("c"),
  ];
  assert.deepEqual(usedTags(all), ["BTC", "idea", "trend"]);
  assert.equal(comparePath(all, ["b", "a"]), "/compare?runs=run-b,run-a");
  assert.equal(comparePath(all, ["b"]), null);
  assert.equal(comparePath(all, ["b", "c"]), null, "one without a result is no comparison");
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
    names(shownStrategies(all, any(), { key: "auto_update", descending: true })),
    ["new", "old", "not yet", "off"],
  );
});
