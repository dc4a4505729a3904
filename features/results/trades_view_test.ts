import assert from "node:assert/strict";
import { tradeJson } from "../../engine/testing/trade_json.ts";
import {
  filteredTrades,
  heldMs,
  NO_FILTER,
  numbered,
  PAGE_SIZE,
  pageOf,
  pageOfTrade,
  reasonsOf,
  sortedTrades,
} from "./trades_view.ts";

Deno.test("trades: keep their number in time however they are sorted; the open one is last among exits", () => {
  const all = numbered([
    tradeJson({ return: 0.02, exit_time: 10 }),
    tradeJson({ return: -0.01, exit_time: 20 }),
    tradeJson({ return: 0.5, exit_time: null, exit_price: null, exit_reason: "open" }),
  ]);
  const order = (key: "return" | "exit_time", descending: boolean) =>
    sortedTrades(all, { key, descending }).map(({ number }) => number);
  assert.deepEqual(order("return", true), [3, 1, 2]);
  assert.deepEqual(order("exit_time", true), [2, 1, 3]);
  assert.deepEqual(order("exit_time", false), [1, 2, 3]);
});

Deno.test("trades: pages stay within what there is", () => {
  const rows = Array.from({ length: PAGE_SIZE * 2 + 1 }, (_, i) => i);
  assert.deepEqual(pageOf(rows, 2).rows, [PAGE_SIZE * 2]);
  assert.equal(pageOf(rows, 9).page, 2);
  assert.deepEqual(pageOf([], 3), { rows: [], page: 0, pages: 1 });
});

Deno.test("trades: how long one was held follows from its bars", () => {
  assert.equal(heldMs(tradeJson({ bars_held: 3 }), 3_600_000), 10_800_000);
});

const mixed = numbered([
  tradeJson({ pnl: 5, exit_reason: "take_profit" }),
  tradeJson({ pnl: -2, exit_reason: "stop_loss" }),
  tradeJson({ pnl: 0, exit_reason: "signal" }),
  tradeJson({ pnl: 3, exit_reason: "signal" }),
]);
const shown = (filter: Partial<typeof NO_FILTER>) =>
  filteredTrades(mixed, { ...NO_FILTER, ...filter }).map(({ number }) => number);

Deno.test("trades: won and lost tell all of them apart; a trade at cost is not won", () => {
  assert.deepEqual(shown({}), [1, 2, 3, 4]);
  assert.deepEqual(shown({ outcome: "won" }), [1, 4]);
  assert.deepEqual(shown({ outcome: "lost" }), [2, 3]);
});

Deno.test("trades: a filter by reason goes with one by outcome", () => {
  assert.deepEqual(shown({ reason: "signal" }), [3, 4]);
  assert.deepEqual(shown({ reason: "signal", outcome: "won" }), [4]);
  assert.deepEqual(shown({ reason: "time" }), []);
  assert.deepEqual(reasonsOf(mixed), ["signal", "stop_loss", "take_profit"]);
});

Deno.test("trades: the page of a trade is found in whatever order they are", () => {
  const many = numbered(Array.from({ length: PAGE_SIZE * 2 + 1 }, () => tradeJson({})));
  assert.equal(pageOfTrade(many, 1), 0);
  assert.equal(pageOfTrade(many, PAGE_SIZE + 1), 1);
  const backwards = sortedTrades(many, { key: "number", descending: true });
  assert.equal(pageOfTrade(backwards, 1), 2);
  assert.equal(pageOfTrade(many.slice(1), 1), null);
});
