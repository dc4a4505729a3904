import assert from "node:assert/strict";
import { assertColumn, lastValues, meanOf, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import type { CandleSeries } from "../../candles/candle_series.ts";
import { testOnRealCandles } from "../../testing/real_candles.ts";
import { stochastic } from "./stochastic.ts";

const SETTINGS = [[14, 3, 3], [5, 1, 1], [1, 2, 4], [30, 5, 10]] as const;

Deno.test("block stochastic: the place of the close in the range, smoothed, and its mean", () => {
  for (const [k, smoothing, d] of SETTINGS) compare(WALK, k, smoothing, d);
});

Deno.test("block stochastic: 0 where the price does not move", () => {
  const flat = WALK.close.map(() => 5);
  const still = { ...WALK, open: flat, high: flat, low: flat, close: flat };
  const { k, d } = computeBlock(stochastic, still);
  assert.ok(k!.subarray(20).every((value) => value === 0));
  assert.ok(d!.subarray(20).every((value) => value === 0));
});

Deno.test("block stochastic: exactly 0 in a calm after a storm, and never beyond 0 and 100", () => {
  // Calm from bar 200 on; before it closes at the low, then at the high, then anywhere.
  const calm = (column: Float64Array) => column.map((value, i) => i < 200 ? value : 0.1 + 0.2);
  const [high, low] = [calm(WALK.high), calm(WALK.low)];
  const close = WALK.close.map((value, i) =>
    i % 90 < 30 || i >= 200 ? low[i]! : i % 90 < 60 ? high[i]! : value
  );
  for (const [period, smoothing, days] of [[14, 3, 3], [2, 1, 1], [5, 12, 30]] as const) {
    const params = { k_period: period, k_smoothing: smoothing, d_period: days };
    const { k, d } = computeBlock(stochastic, { ...WALK, high, low, close }, params);
    const settled = 200 + period + smoothing + days;
    for (const column of [k!, d!]) {
      assert.ok(column.subarray(settled).every((value) => value === 0));
      assert.ok(column.every((value) => !(value < 0 || value > 100)));
    }
  }
});

testOnRealCandles("block stochastic: equals a direct computation", (candles) => {
  for (const [k, smoothing, d] of SETTINGS.slice(0, 2)) compare(candles, k, smoothing, d);
});

function compare(candles: CandleSeries, period: number, smoothing: number, days: number): void {
  const { high, low, close, length } = candles;
  const raw = Float64Array.from({ length }, (_, i) => {
    const highs = lastValues(high, i, period);
    const lows = lastValues(low, i, period);
    if (!highs || !lows) return NaN;
    const range = Math.max(...highs) - Math.min(...lows);
    return range === 0 ? 0 : 100 * (close[i]! - Math.min(...lows)) / range;
  });
  const mean = (x: Float64Array, n: number) =>
    Float64Array.from({ length }, (_, i) => {
      const values = lastValues(x, i, n);
      return values ? meanOf(values) : NaN;
    });
  const slow = mean(raw, smoothing);
  const average = mean(slow, days);
  const out = computeBlock(stochastic, candles, {
    k_period: period,
    k_smoothing: smoothing,
    d_period: days,
  });
  const first = period + smoothing + days - 3;
  assertColumn(out.k, (i) => i < first ? null : slow[i]!);
  assertColumn(out.d, (i) => i < first ? null : average[i]!);
}
