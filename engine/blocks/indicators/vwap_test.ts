import assert from "node:assert/strict";
import { assertColumn, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import type { CandleSeries } from "../../candles/candle_series.ts";
import { testOnRealCandles } from "../../testing/real_candles.ts";
import { vwap } from "./vwap.ts";

Deno.test("block vwap: the typical price weighted by volume", () => {
  for (const period of [2, 24, 200]) compare(WALK, period);
});

Deno.test("block vwap: unknown while nothing is traded, right again after it", () => {
  const volume = WALK.volume.map((value, i) => i >= 100 && i < 140 ? 0 : value);
  const { value } = computeBlock(vwap, { ...WALK, volume }, { period: 10 });
  assert.ok(Number.isFinite(value![108]) && Number.isNaN(value![109]));
  assert.ok(Number.isNaN(value![139]) && Number.isFinite(value![140]));
  compare({ ...WALK, volume }, 10);
});

Deno.test("block vwap: a huge volume that has left leaves nothing behind", () => {
  const volume = WALK.volume.map((_, i) => i === 50 ? 1e12 : 1e-6);
  compare({ ...WALK, volume }, 10);
});

Deno.test("block vwap: a huge price that has left leaves nothing behind", () => {
  const leapt = (column: Float64Array) => column.map((value, i) => i === 50 ? 1e12 : value);
  compare({ ...WALK, high: leapt(WALK.high), close: leapt(WALK.close) }, 10);
});

testOnRealCandles("block vwap: equals a direct computation", (candles) => compare(candles, 24));

function compare(candles: CandleSeries, period: number): void {
  const { high, low, close, volume } = candles;
  assertColumn(computeBlock(vwap, candles, { period }).value, (i) => {
    if (i < period - 1) return null;
    let money = 0;
    let amount = 0;
    for (let k = i - period + 1; k <= i; k++) {
      money += (high[k]! + low[k]! + close[k]!) / 3 * volume[k]!;
      amount += volume[k]!;
    }
    return amount === 0 ? null : money / amount;
  });
}
