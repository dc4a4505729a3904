import { assertColumn, lastValues, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import type { CandleSeries } from "../../candles/candle_series.ts";
import { testOnRealCandles } from "../../testing/real_candles.ts";
import { donchian } from "./donchian.ts";

Deno.test("block donchian: the extremes of the bars that end `offset` bars ago", () => {
  for (const [period, offset] of [[20, 0], [2, 1], [55, 30]] as const) {
    compare(WALK, period, offset);
  }
});

testOnRealCandles("block donchian: equals a direct computation", (candles) => {
  compare(candles, 20, 1);
});

function compare(candles: CandleSeries, period: number, offset: number): void {
  const top = (i: number) => lastValues(candles.high, i - offset, period);
  const bottom = (i: number) => lastValues(candles.low, i - offset, period);
  const { upper, middle, lower } = computeBlock(donchian, candles, { period, offset });
  assertColumn(upper, (i) => top(i) && Math.max(...top(i)!));
  assertColumn(lower, (i) => bottom(i) && Math.min(...bottom(i)!));
  assertColumn(middle, (i) => top(i) && (Math.max(...top(i)!) + Math.min(...bottom(i)!)) / 2);
}
