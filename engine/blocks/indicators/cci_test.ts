import assert from "node:assert/strict";
import { assertColumn, lastValues, meanOf, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { cci } from "./cci.ts";

Deno.test("block cci: the distance from the mean in mean deviations", () => {
  const typical = WALK.close.map((close, i) => (WALK.high[i]! + WALK.low[i]! + close) / 3);
  for (const period of [2, 20, 100]) {
    assertColumn(computeBlock(cci, WALK, { period }).value, (i) => {
      const values = lastValues(typical, i, period);
      if (!values) return null;
      const mean = meanOf(values);
      return (typical[i]! - mean) / (0.015 * meanOf(values.map((v) => Math.abs(v - mean))));
    });
  }
});

Deno.test("block cci: exactly 0 where nothing moves", () => {
  const flat = WALK.close.map(() => 0.1 + 0.2);
  const { value } = computeBlock(cci, { ...WALK, high: flat, low: flat, close: flat });
  assert.ok(value!.subarray(19).every((v) => v === 0));
});
