import assert from "node:assert/strict";
import { render, screen } from "../../tests/support/dom.ts";
import { MarketDataPanel } from "./MarketDataPanel.tsx";

const open = (candles: number, series: number) =>
  render(
    <MarketDataPanel
      series={[]}
      imports={{ series: 0, candles: 0 }}
      restated={{ series, candles }}
    />,
  );

Deno.test("admin, market data: candles with other values are counted, with the command that decides", () => {
  open(3, 1);
  const words = screen.getByRole("status").textContent ?? "";
  assert.match(words, /other values for 3 stored candles of 1 series than those that are stored/);
  assert.match(words, /deno task market restatements/);
});

Deno.test("admin, market data: without any nothing is said", () => {
  open(0, 0);
  assert.equal(screen.queryByRole("status"), null);
});
