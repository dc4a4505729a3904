import { assertColumn, meanOf, trueRange, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import type { CandleSeries } from "../../candles/candle_series.ts";
import { testOnRealCandles } from "../../testing/real_candles.ts";
import { keltner } from "./keltner.ts";

Deno.test("block keltner: an EMA of the close with bands of the ATR", () => {
  for (const [period, atrPeriod, multiple] of [[20, 10, 2], [5, 30, 0.5], [2, 2, 4]] as const) {
    compare(WALK, period, atrPeriod, multiple);
  }
});

testOnRealCandles("block keltner: equals a direct computation", (candles) => {
  compare(candles, 20, 10, 2);
});

function compare(
  candles: CandleSeries,
  period: number,
  atrPeriod: number,
  multiple: number,
): void {
  const { close, length } = candles;
  const middle: number[] = [];
  const atr: number[] = [];
  const ranges: number[] = [];
  const weight = 2 / (period + 1);
  for (let i = 0; i < length; i++) {
    if (i === period - 1) middle[i] = meanOf([...close.subarray(0, period)]);
    else if (i >= period) middle[i] = weight * close[i]! + (1 - weight) * middle[i - 1]!;
    if (i > 0 && i <= atrPeriod) ranges.push(trueRange(candles, i));
    if (i === atrPeriod) atr[i] = meanOf(ranges);
    else if (i > atrPeriod) {
      atr[i] = (atr[i - 1]! * (atrPeriod - 1) + trueRange(candles, i)) / atrPeriod;
    }
  }
  const first = Math.max(period - 1, atrPeriod);
  const out = computeBlock(keltner, candles, { period, atr_period: atrPeriod, multiple });
  assertColumn(out.upper, (i) => i < first ? null : middle[i]! + multiple * atr[i]!);
  assertColumn(out.middle, (i) => i < first ? null : middle[i]!);
  assertColumn(out.lower, (i) => i < first ? null : middle[i]! - multiple * atr[i]!);
}
