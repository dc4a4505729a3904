import { assertColumn, lastValues, sumOf, unknownAt, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { wma } from "./wma.ts";

Deno.test("block wma: equals a direct computation of each window", () => {
  for (const period of [2, 7, 20, 150]) {
    const { value } = computeBlock(wma, WALK, { period });
    assertColumn(value, direct(WALK.close, period));
  }
});

Deno.test("block wma: a window that holds an unknown value is unknown", () => {
  const source = unknownAt(WALK.close, 0, 1, 60, 61, 200);
  const { value } = computeBlock(wma, WALK, { period: 9 }, { source });
  assertColumn(value, direct(source, 9));
});

Deno.test("block wma: a huge value that has left leaves nothing behind", () => {
  const source = WALK.close.map((value, i) => i % 150 === 70 ? 1e14 : i % 150 < 120 ? value : 0);
  for (const period of [2, 9, 40]) {
    const { value } = computeBlock(wma, WALK, { period }, { source });
    assertColumn(value, direct(source, period), { scale: 0 });
  }
});

function direct(x: Float64Array, period: number): (i: number) => number | null {
  return (i) => {
    const values = lastValues(x, i, period);
    return values && sumOf(values.map((value, k) => value * (k + 1))) / (period * (period + 1) / 2);
  };
}
