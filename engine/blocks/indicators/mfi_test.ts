import assert from "node:assert/strict";
import { assertColumn, WALK } from "../../testing/direct.ts";
import type { CandleSeries } from "../../candles/candle_series.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { testOnRealCandles } from "../../testing/real_candles.ts";
import { mfi } from "./mfi.ts";

Deno.test("block mfi: the share of the money that came in on rises of the typical price", () => {
  for (const period of [2, 14, 80]) compare(WALK, period);
});

Deno.test("block mfi: a huge volume that has left leaves nothing behind", () => {
  const volume = WALK.volume.map((_, i) => i === 50 ? 1e12 : 1e-6);
  for (const period of [2, 14]) compare({ ...WALK, volume }, period);
});

Deno.test("block mfi: exactly 0 where all of the window falls, exactly 100 where it rises", () => {
  const { value } = computeBlock(mfi, WALK, { period: 3 });
  const moves = WALK.close.map((_, i) => typical(WALK, i) - typical(WALK, i - 1));
  let edges = 0;
  for (let i = 3; i < WALK.length; i++) {
    const window = moves.subarray(i - 2, i + 1);
    if (window.every((move) => move < 0)) assert.equal(value![i], 0, `bar ${i}`);
    else if (window.every((move) => move > 0)) assert.equal(value![i], 100, `bar ${i}`);
    else continue;
    edges++;
  }
  assert.ok(edges > 20, `${edges} edges`);
});

Deno.test("block mfi: 0 where nothing moves or nothing is traded", () => {
  const flat = WALK.close.map(() => 5);
  const still = computeBlock(mfi, { ...WALK, high: flat, low: flat, close: flat }).value!;
  const untraded = computeBlock(mfi, { ...WALK, volume: flat.map(() => 0) }).value!;
  assert.ok(still.subarray(14).every((v) => v === 0));
  assert.ok(untraded.subarray(14).every((v) => v === 0));
});

testOnRealCandles("block mfi: equals a direct computation", (candles) => compare(candles, 14));

function typical({ high, low, close }: CandleSeries, i: number): number {
  return (high[i]! + low[i]! + close[i]!) / 3;
}

function compare(candles: CandleSeries, period: number): void {
  assertColumn(computeBlock(mfi, candles, { period }).value, (i) => {
    if (i < period) return null;
    let up = 0;
    let down = 0;
    for (let k = i - period + 1; k <= i; k++) {
      const change = typical(candles, k) - typical(candles, k - 1);
      const money = typical(candles, k) * candles.volume[k]!;
      if (change > 0) up += money;
      else if (change < 0) down += money;
    }
    return up + down === 0 ? 0 : 100 * up / (up + down);
  }, { scale: 1e-3 });
}
