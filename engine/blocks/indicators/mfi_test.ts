import assert from "node:assert/strict";
import { assertColumn, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { mfi } from "./mfi.ts";

Deno.test("block mfi: the share of the money that came in on rises of the typical price", () => {
  const { high, low, close, volume } = WALK;
  const typical = (i: number) => (high[i]! + low[i]! + close[i]!) / 3;
  for (const period of [2, 14, 80]) {
    assertColumn(computeBlock(mfi, WALK, { period }).value, (i) => {
      if (i < period) return null;
      let up = 0;
      let down = 0;
      for (let k = i - period + 1; k <= i; k++) {
        const money = typical(k) * volume[k]!;
        if (typical(k) > typical(k - 1)) up += money;
        else if (typical(k) < typical(k - 1)) down += money;
      }
      return 100 * up / (up + down);
    });
  }
});

Deno.test("block mfi: 0 where nothing moves or nothing is traded", () => {
  const flat = WALK.close.map(() => 5);
  const still = computeBlock(mfi, { ...WALK, high: flat, low: flat, close: flat }).value!;
  const untraded = computeBlock(mfi, { ...WALK, volume: flat.map(() => 0) }).value!;
  assert.ok(still.subarray(14).every((v) => v === 0));
  assert.ok(untraded.subarray(14).every((v) => v === 0));
});
