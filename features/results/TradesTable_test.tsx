import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import { act, fireEvent, render, screen, within } from "../../tests/support/dom.ts";
import { tradeJson } from "../../engine/testing/trade_json.ts";
import { TradesTable, type TradesTableProps } from "./TradesTable.tsx";

/** 45 trades: every third won, the 30th most; the last one is stopped out. */
const TRADES = Array.from({ length: 45 }, (_, k) =>
  tradeJson({
    pnl: k === 29 ? 500 : k % 3 === 0 ? 10 : -5,
    exit_reason: k === 44 ? "stop_loss" : "signal",
  }));

function open(trades: TradesTableProps["trades"] = TRADES) {
  const selected: TradesTableProps["selected"] = signal(null);
  render(
    <TradesTable
      trades={trades}
      runId="r1"
      strategyId="s1"
      timeframeMs={3_600_000}
      decimalsOf={() => 2}
      selected={selected}
    />,
  );
  const numbers = () =>
    [...document.querySelectorAll<HTMLElement>("tbody tr")].map(({ dataset }) =>
      Number(dataset.trade)
    );
  const pager = () => screen.queryByRole("navigation", { name: "Pages of trades" });
  return {
    selected,
    numbers,
    page: () => pager()?.querySelector('[role="status"]')?.textContent ?? null,
    press: (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name })),
    choose: (label: string, value: string) =>
      fireEvent.change(screen.getByLabelText(label), { target: { value } }),
    shown: () => document.querySelector('[data-part="trades-shown"]')?.textContent,
  };
}
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, k) => from + k);

Deno.test("TradesTable: pages are turned over, and end where the trades do", () => {
  const table = open();
  assert.equal(table.page(), "Page 1 of 3");
  assert.deepEqual(table.numbers(), range(1, 20));
  table.press("Next page");
  assert.deepEqual(table.numbers(), range(21, 40));
  table.press("Last");
  assert.deepEqual(table.numbers(), range(41, 45));
  assert.equal(screen.getByRole<HTMLButtonElement>("button", { name: "Next page" }).disabled, true);
  table.press("First");
  assert.deepEqual(table.numbers(), range(1, 20));
});

Deno.test("TradesTable: trades are filtered by how they ended, and a filter begins on the first page", () => {
  const table = open();
  table.press("Last");
  table.press("Won");
  const won = TRADES.filter(({ pnl }) => pnl > 0).length;
  assert.equal(table.shown(), `${won} of 45 shown`);
  assert.equal(table.numbers().length, won);
  assert.equal(table.page(), null, "one page has no pager");
  table.choose("Exit reason", "stop_loss");
  screen.getByText(/^No trades match\./);
  table.press("All");
  assert.deepEqual(table.numbers(), [45]);
  table.choose("Exit reason", "any");
  assert.deepEqual(table.numbers(), range(1, 20));
  assert.equal(table.shown(), "");
});

Deno.test("TradesTable: sorted by the head of a column, or by the choice that a phone has", () => {
  const table = open();
  table.press(/^Profit/);
  assert.equal(table.numbers()[0], 30);
  const newest = screen.getByRole<HTMLOptionElement>("option", { name: "Newest first" });
  table.choose("Order", newest.value);
  assert.deepEqual(table.numbers().slice(0, 3), [45, 44, 43]);
});

Deno.test("TradesTable: one is chosen to be seen on the chart, and one chosen on the chart is turned to", () => {
  const table = open();
  table.press("Show trade 5 on the chart");
  assert.deepEqual(table.selected.value, { trade: 4, by: "table" });
  const marked = () =>
    [...document.querySelectorAll<HTMLElement>('tr[data-selected="true"]')].map(({ dataset }) =>
      dataset.trade
    );
  assert.deepEqual(marked(), ["5"]);
  act(() => {
    table.selected.value = { trade: 41, by: "chart" };
  });
  assert.deepEqual(table.numbers(), range(41, 45));
  assert.deepEqual(marked(), ["42"]);
});

Deno.test("TradesTable: all trades can be had as CSV", () => {
  open();
  assert.equal(
    screen.getByRole("link", { name: "CSV" }).getAttribute("href"),
    "/api/v1/backtests/r1/trades.csv",
  );
});

Deno.test("TradesTable: without a trade it says why there may be none, and where that is seen", () => {
  open([]);
  const card = within(document.querySelector<HTMLElement>("#trades")!);
  card.getByRole("heading", { name: "No trades" });
  assert.equal(
    card.getByRole("link", { name: "Edit the strategy" }).getAttribute("href"),
    "/strategies/s1",
  );
});
