import assert from "node:assert/strict";
import { assertColumn, deviationOf, lastValues, unknownAt, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { testOnRealCandles } from "../../testing/real_candles.ts";
import { stddev } from "./stddev.ts";

Deno.test("block stddev: equals a direct computation of each window", () => {
  for (const period of [2, 7, 20, 150]) {
    const { value } = computeBlock(stddev, WALK, { period });
    assertColumn(value, direct(WALK.close, period), { scale: 1e-6 });
  }
});

Deno.test("block stddev: a window that holds an unknown value is unknown", () => {
  const source = unknownAt(WALK.close, 0, 1, 60, 61, 200);
  const { value } = computeBlock(stddev, WALK, { period: 9 }, { source });
  assertColumn(value, direct(source, 9), { scale: 1e-6 });
});

Deno.test("block stddev: exactly 0 where all values of the window are equal, wherever the calm begins", () => {
  for (let from = 100; from < 130; from++) {
    const source = WALK.close.map((value, i) => i >= from && i < from + 40 ? 0.1 + 0.2 : value);
    const { value } = computeBlock(stddev, WALK, { period: 12 }, { source });
    for (let i = from + 11; i < from + 40; i++) assert.equal(value![i], 0, `bar ${i}`);
    assert.ok(value![from + 10]! > 0 && value![from + 40]! > 0);
  }
});

Deno.test("block stddev: as exact where a price hardly moves, and after one that leapt", () => {
  const stable = WALK.close.map((value) => 1 + (value - 100) * 1e-6);
  const leapt = WALK.close.map((value, i) => i % 150 === 70 ? 1e9 : value);
  for (const source of [stable, leapt]) {
    const { value } = computeBlock(stddev, WALK, { period: 5 }, { source });
    assertColumn(value, direct(source, 5), { scale: 0 });
  }
});

testOnRealCandles("block stddev: equals a direct computation", (candles) => {
  const { value } = computeBlock(stddev, candles, { period: 20 });
  assertColumn(value, direct(candles.close, 20), { scale: 1e-6 });
});

function direct(x: Float64Array, period: number): (i: number) => number | null {
  return (i) => {
    const values = lastValues(x, i, period);
    return values && deviationOf(values);
  };
}
