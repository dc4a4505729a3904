import assert from "node:assert/strict";
import { render, screen } from "../../tests/support/dom.ts";
import type { CandleImport } from "../../contracts/markets.ts";
import { DeleteImport } from "./DeleteImport.tsx";

const MINE: CandleImport = {
  asset: "LTC/EUR",
  timeframe: "1h",
  name: "mine",
  candles: 500,
  first_time: "2022-01-01T00:00:00.000Z",
  to_time: "2022-01-21T20:00:00.000Z",
  missing: 0,
  price_decimals: 2,
  strategies: [],
};
const open = (strategies: CandleImport["strategies"]) =>
  render(<DeleteImport of={{ ...MINE, strategies }} action="/there" />);

Deno.test("deleting an import: the strategies that need it are named, each with its page", () => {
  open([{ id: "1", name: "Dips" }, { id: "2", name: "Trend" }]);
  screen.getByText(/^2 strategies are tested on it and cannot run without it:/);
  assert.equal(screen.getByText("Dips").getAttribute("href"), "/strategies/1");
  assert.equal(screen.getByText("Trend").getAttribute("href"), "/strategies/2");
});

Deno.test("deleting an import: one that nothing needs says so, and the form says which is meant", () => {
  const { container } = open([]);
  screen.getByText(/^No strategy is tested on it\./);
  const form = container.querySelector("form");
  assert.equal(form?.getAttribute("action"), "/there");
  const fields = [...form?.querySelectorAll("input") ?? []].map(({ name, value }) => [name, value]);
  assert.deepEqual(fields, [["asset", "LTC/EUR"], ["timeframe", "1h"], ["name", "mine"]]);
});
