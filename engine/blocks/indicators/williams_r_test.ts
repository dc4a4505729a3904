import assert from "node:assert/strict";
import { assertColumn, lastValues, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { williamsR } from "./williams_r.ts";

Deno.test("block williams_r: the distance from the top of the range", () => {
  for (const period of [2, 14, 90]) {
    assertColumn(computeBlock(williamsR, WALK, { period }).value, (i) => {
      const highs = lastValues(WALK.high, i, period);
      const lows = lastValues(WALK.low, i, period);
      if (!highs || !lows) return null;
      const top = Math.max(...highs);
      return -100 * (top - WALK.close[i]!) / (top - Math.min(...lows));
    });
  }
});

Deno.test("block williams_r: 0 without a sign where nothing moves", () => {
  const flat = WALK.close.map(() => 5);
  const { value } = computeBlock(williamsR, { ...WALK, high: flat, low: flat, close: flat });
  assert.ok(value!.subarray(13).every((v) => Object.is(v, 0)));
});
