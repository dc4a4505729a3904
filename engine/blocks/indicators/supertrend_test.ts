import assert from "node:assert/strict";
import { assertColumn, meanOf, trueRange, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import type { CandleSeries } from "../../candles/candle_series.ts";
import { testOnRealCandles } from "../../testing/real_candles.ts";
import { supertrend } from "./supertrend.ts";

Deno.test("block supertrend: bands that only tighten while they hold", () => {
  for (const [period, multiple] of [[10, 3], [2, 1], [30, 0.5]] as const) {
    const turns = compare(WALK, period, multiple);
    assert.ok(turns > 3, `it turned ${turns} times`);
  }
});

testOnRealCandles("block supertrend: equals a direct computation", (candles) => {
  assert.ok(compare(candles, 10, 3) > 100);
});

/** Compares with the rules as they are written; returns how often the trend turned. */
function compare(candles: CandleSeries, period: number, multiple: number): number {
  const { high, low, close, length } = candles;
  const ranges: number[] = [];
  let atr = 0;
  const bars: { upper: number; lower: number; up: boolean }[] = [];
  let turns = 0;
  for (let i = 1; i < length; i++) {
    if (i <= period) ranges.push(trueRange(candles, i));
    if (i < period) continue;
    atr = i === period ? meanOf(ranges) : (atr * (period - 1) + trueRange(candles, i)) / period;
    const middle = (high[i]! + low[i]!) / 2;
    let upper = middle + multiple * atr;
    let lower = middle - multiple * atr;
    let up = false;
    const before = bars[i - 1];
    if (before) {
      if (!(upper < before.upper || close[i - 1]! > before.upper)) upper = before.upper;
      if (!(lower > before.lower || close[i - 1]! < before.lower)) lower = before.lower;
      up = before.up ? !(close[i]! < lower) : close[i]! > upper;
      if (up !== before.up) turns++;
    }
    bars[i] = { upper, lower, up };
  }
  const out = computeBlock(supertrend, candles, { period, multiple });
  assertColumn(out.up, (i) => i < period ? null : bars[i]!.up);
  assertColumn(out.line, (i) => i < period ? null : bars[i]!.up ? bars[i]!.lower : bars[i]!.upper);
  return turns;
}
