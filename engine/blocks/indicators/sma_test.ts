import { assertColumn, lastValues, meanOf, unknownAt, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { sma } from "./sma.ts";

Deno.test("block sma: equals a direct computation of each window", () => {
  for (const period of [2, 7, 20, 150]) {
    const { value } = computeBlock(sma, WALK, { period });
    assertColumn(value, direct(WALK.close, period));
  }
});

Deno.test("block sma: a window that holds an unknown value is unknown", () => {
  const source = unknownAt(WALK.close, 0, 1, 60, 61, 200);
  const { value } = computeBlock(sma, WALK, { period: 9 }, { source });
  assertColumn(value, direct(source, 9));
});

Deno.test("block sma: a huge value that has left leaves nothing behind", () => {
  const source = WALK.close.map((value, i) => i % 150 === 70 ? 1e14 : i % 150 < 120 ? value : 0);
  for (const period of [2, 9, 40]) {
    const { value } = computeBlock(sma, WALK, { period }, { source });
    assertColumn(value, direct(source, period), { scale: 0 });
  }
});

function direct(x: Float64Array, period: number): (i: number) => number | null {
  return (i) => {
    const values = lastValues(x, i, period);
    return values && meanOf(values);
  };
}
