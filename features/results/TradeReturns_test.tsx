import assert from "node:assert/strict";
import { signal } from "@preact/signals";
import { act, fireEvent, render, screen, visibleText } from "../../tests/support/dom.ts";
import { tradeJson } from "../../engine/testing/trade_json.ts";
import type { SelectedTrade } from "./trades_view.ts";
import { TradeReturns } from "./TradeReturns.tsx";

const plainText = (text: string | null | undefined) => (text ?? "").replaceAll("\u00a0", " ");

function open(pnls: readonly number[]) {
  const selected = signal<SelectedTrade | null>(null);
  const trades = pnls.map((pnl) =>
    tradeJson({ pnl, return: pnl / 1000, mae: -0.02, mfe: pnl > 0 ? 0.05 : 0.01 })
  );
  render(<TradeReturns trades={trades} selected={selected} />);
  return {
    selected,
    bars: () => screen.getByRole("slider", { name: /Histogram/ }),
    dots: () => screen.getByRole("slider", { name: /Lows and highs/ }),
    reading: () => plainText(document.querySelector('[data-part="excursion"]')?.textContent),
  };
}

Deno.test("TradeReturns: says how much of the profit one trade made, and counts every trade in a bar", () => {
  open([38, 62, -10, -5, 15]);
  const words = plainText(visibleText(document.body));
  assert.match(words, /One trade made 62 % of the profit\./);
  const counts = [...document.querySelectorAll<HTMLElement>('[data-part="return-bin"]')]
    .map(({ dataset }) => Number(dataset.trades));
  assert.equal(counts.reduce((a, b) => a + b), 5);
});

Deno.test("TradeReturns: the keys read the bars one by one", () => {
  const { bars } = open([20, 20, -20]);
  const told = () => plainText(bars().getAttribute("aria-valuetext"));
  assert.match(told(), /arrow keys/);
  fireEvent.keyDown(bars(), { key: "Home" });
  assert.equal(told(), "1 trade: −2.2 % to −2.0 %");
  fireEvent.keyDown(bars(), { key: "End" });
  assert.equal(told(), "2 trades: +1.8 % to +2.0 %");
  fireEvent.keyDown(bars(), { key: "Escape" });
  assert.match(told(), /arrow keys/);
});

Deno.test("TradeReturns: the keys walk the trades, and Enter selects one for table and chart", () => {
  const { dots, selected, reading } = open([20, -10, 30]);
  fireEvent.keyDown(dots(), { key: "ArrowRight" });
  fireEvent.keyDown(dots(), { key: "ArrowRight" });
  assert.match(reading(), /^Trade 2 fell to −2\.00 %, rose to \+1\.00 % and made −1\.00 %\.$/);
  assert.equal(selected.value, null);
  fireEvent.keyDown(dots(), { key: "Enter" });
  assert.deepEqual(selected.value, { trade: 1, by: "excursions" });
});

Deno.test("TradeReturns: a trade that is chosen elsewhere is read here", () => {
  const { selected, reading } = open([20, -10, 30]);
  act(() => {
    selected.value = { trade: 2, by: "table" };
  });
  assert.match(reading(), /^Trade 3 /);
});
