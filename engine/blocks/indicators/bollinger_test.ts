import assert from "node:assert/strict";
import {
  assertColumn,
  deviationOf,
  lastValues,
  meanOf,
  unknownAt,
  WALK,
} from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { testOnRealCandles } from "../../testing/real_candles.ts";
import { bollinger } from "./bollinger.ts";

Deno.test("block bollinger: mean and population deviations of each window", () => {
  for (const [period, deviations] of [[2, 1], [20, 2], [50, 0.5]] as const) {
    compare(computeBlock(bollinger, WALK, { period, deviations }), WALK.close, period, deviations);
  }
});

Deno.test("block bollinger: a window that holds an unknown value is unknown", () => {
  const source = unknownAt(WALK.close, 3, 90, 91, 300);
  compare(computeBlock(bollinger, WALK, { period: 11 }, { source }), source, 11, 2);
});

Deno.test("block bollinger: the bands lie on the price where it does not move", () => {
  const source = WALK.close.map((value, i) => i > 100 && i < 160 ? 7.7 : value);
  const { upper, middle, lower } = computeBlock(bollinger, WALK, { period: 20 }, { source });
  for (let i = 121; i < 160; i++) {
    assert.deepEqual([upper![i], middle![i], lower![i]], [7.7, 7.7, 7.7]);
  }
});

testOnRealCandles("block bollinger: equals a direct computation", (candles) => {
  for (const [period, deviations] of [[20, 2], [5, 3]] as const) {
    const bands = computeBlock(bollinger, candles, { period, deviations });
    compare(bands, candles.close, period, deviations);
  }
});

function compare(
  { upper, middle, lower }: ReturnType<typeof computeBlock>,
  x: Float64Array,
  period: number,
  deviations: number,
): void {
  const band = (side: number) => (i: number) => {
    const values = lastValues(x, i, period);
    return values && meanOf(values) + side * deviations * deviationOf(values);
  };
  assertColumn(upper, band(1));
  assertColumn(middle, band(0));
  assertColumn(lower, band(-1));
}
