import assert from "node:assert/strict";
import { assertColumn, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { price } from "./price.ts";

Deno.test("block price: the columns of the candles, and their averages", () => {
  const { open, high, low, close } = WALK;
  const out = computeBlock(price, WALK);
  for (const name of ["open", "high", "low", "close"] as const) {
    assert.equal(out[name], WALK[name], `${name} is the column itself, not a copy`);
  }
  assertColumn(out.hl2, (i) => (high[i]! + low[i]!) / 2);
  assertColumn(out.hlc3, (i) => (high[i]! + low[i]! + close[i]!) / 3);
  assertColumn(out.ohlc4, (i) => (open[i]! + high[i]! + low[i]! + close[i]!) / 4);
});
