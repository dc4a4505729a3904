import assert from "node:assert/strict";
import type { AdminRestatement } from "../../contracts/admin.ts";
import { render, screen, visibleText, within } from "../../tests/support/dom.ts";
import { MarketDataPanel } from "./MarketDataPanel.tsx";

const OLD = { open: 100, high: 110, low: 90, close: 105, volume: 7 };
const one = (n: number, more: Partial<AdminRestatement> = {}): AdminRestatement => ({
  id: `00000000-0000-4000-8000-00000000000${n}`,
  asset: "BTC/USDT",
  timeframe: "1h",
  source: "Binance",
  given_by: "Binance",
  time: `2021-01-01T0${n}:00:00.000Z`,
  old: OLD,
  new: { ...OLD, close: 105.001, volume: 8 },
  largest_change: 0.001 / 105,
  seen_at: "2026-01-15T12:00:00.000Z",
  runs: 3,
  ...more,
});
const open = (candles: number, series: number, restatements: readonly AdminRestatement[] = []) =>
  render(
    <MarketDataPanel
      series={[]}
      imports={{ series: 0, candles: 0 }}
      restated={{ series, candles }}
      restatements={[...restatements]}
    />,
  );
const cells = (row: HTMLElement) => [...row.children].slice(0, 6).map(visibleText);
const sent = (button: HTMLButtonElement) => [
  button.getAttribute("formaction"),
  new FormData(button.form!).get("ids"),
];

Deno.test("admin, market data: restated candles are listed with old and new values, and decided on one by one", () => {
  open(2, 1, [
    one(1),
    one(2, { given_by: "Kraken", new: { ...OLD, volume: 7.5 }, largest_change: 0, runs: 0 }),
  ]);
  assert.match(
    visibleText(screen.getByRole("status")),
    /other values for 2 stored candles of 1 series than those that are stored/,
  );
  const table = within(screen.getByRole("region", { name: "Restated candles" }));
  const [, first, second] = table.getAllByRole("row");
  assert.deepEqual(cells(first!), [
    "BTC/USDT 1h, 1 Jan 2021, 01:00",
    "Binance",
    "Close 105.000 → 105.001Volume 7.00 → 8.00",
    "0.00095 %",
    visibleText(first!.children[4]!),
    "3",
  ]);
  assert.deepEqual(cells(second!).slice(1, 4), [
    "Binance, said by Kraken",
    "Volume 7.00 → 7.50",
    "–",
  ]);
  // The parts of a date do not break.
  const button = (name: string) =>
    table.getByRole<HTMLButtonElement>("button", {
      name: (found) => found.replace(/\s/g, " ") === name,
    });
  assert.deepEqual(sent(button("Accept: BTC/USDT 1h, 1 Jan 2021, 01:00")), [
    "/admin/market-data/accept",
    one(1).id,
  ]);
  assert.deepEqual(sent(button("Keep stored: BTC/USDT 1h, 1 Jan 2021, 02:00")), [
    "/admin/market-data/reject",
    one(2).id,
  ]);
  assert.deepEqual(sent(button("Keep these 2 as stored")), [
    "/admin/market-data/reject",
    `${one(1).id} ${one(2).id}`,
  ]);
  assert.equal(table.queryByText(/after these/), null);
});

Deno.test("admin, market data: what is not listed is counted, and one has no buttons for all", () => {
  const { unmount } = open(40, 2, [one(1), one(2)]);
  screen.getByText("38 more candles after these.");
  unmount();
  open(1, 1, [one(1)]);
  assert.equal(screen.queryByRole("button", { name: /these/ }), null);
});

Deno.test("admin, market data: without any nothing is said", () => {
  open(0, 0);
  assert.equal(screen.queryByRole("status"), null);
  assert.equal(screen.queryByText("Restated candles"), null);
});
