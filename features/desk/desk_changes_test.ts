import assert from "node:assert/strict";
import type { DeskTold } from "../../studio/desk/watch_desk.ts";
import { withTold } from "./desk_changes.ts";
import { type DeskData, LISTED } from "./desk_view.ts";

const EMPTY: DeskData = { follows: [], signals: [], orders: [], trades: [], events: [] };
const told = (topic: DeskTold["topic"], data: unknown) => ({ topic, data }) as DeskTold;
const event = (id: string, happened_at: string) => told("events", { id, happened_at });
const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id).join(" ");

Deno.test("desk changes: rows come by their time, once, and the oldest go", () => {
  let desk = EMPTY;
  const rows = [event("b", "2026-01-02"), event("a", "2026-01-01"), event("c", "2026-01-03")];
  for (const one of [...rows, ...rows]) desk = withTold(desk, one);
  assert.equal(ids(desk.events), "c b a");
  for (let n = 0; n < LISTED; n++) desk = withTold(desk, event(`n${n}`, "2026-02-01"));
  assert.equal(desk.events.length, LISTED);
  assert.ok(!ids(desk.events).includes("c"));
  // Older than all that is listed: it is on no list.
  assert.equal(withTold(desk, event("old", "2020-01-01")).events.length, LISTED);
  assert.ok(!ids(withTold(desk, event("old", "2020-01-01")).events).includes("old"));
});

Deno.test("desk changes: a follow marks its open trade, an order tells what became of its signal", () => {
  const signal = (id: string) =>
    told("signals", { id, candle_at: id, outcome: "ordered", executed: false });
  let desk = [signal("s1"), signal("s2")].reduce(withTold, EMPTY);
  const order = (signal_id: string | null, status: string) =>
    told("orders", { id: `o-${signal_id}`, signal_id, status, submitted_at: "2026" });
  desk = [order("s1", "filled"), order("s2", "accepted"), order(null, "filled")]
    .reduce(withTold, desk);
  assert.deepEqual(desk.signals.map(({ id, executed }) => [id, executed]), [
    ["s2", false],
    ["s1", true],
  ]);
  desk = withTold(desk, order("s2", "rejected"));
  assert.equal(desk.signals[0]!.outcome, "no_cash");
  assert.equal(desk.signals[1]!.outcome, "ordered");
  assert.equal(desk.orders.length, 3);

  const trade = (id: string, follow_id: string, exit_at: string | null) =>
    told("trades", { id, follow_id, exit_at, entry_at: id, pnl: 1, return: 0.1 });
  desk = [trade("1", "f", "2026"), trade("2", "f", null), trade("3", "g", null)]
    .reduce(withTold, desk);
  desk = withTold(desk, told("follows", { id: "f", position: { pnl: -5, return: -0.5 } }));
  assert.deepEqual(desk.trades.map(({ id, pnl }) => [id, pnl]), [["3", 1], ["2", -5], ["1", 1]]);
  assert.equal(ids(withTold(desk, told("follows", { id: "g", position: null })).follows), "g f");
});
