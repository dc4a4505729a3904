import { assertColumn, lastValues, unknownAt, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { highest } from "./highest.ts";

Deno.test("block highest: equals a direct computation of each window", () => {
  for (const period of [2, 7, 20, 150]) {
    const { value } = computeBlock(highest, WALK, { period });
    assertColumn(value, direct(WALK.close, period));
  }
});

Deno.test("block highest: a window that holds an unknown value is unknown", () => {
  const source = unknownAt(WALK.close, 0, 1, 60, 61, 200);
  const { value } = computeBlock(highest, WALK, { period: 9 }, { source });
  assertColumn(value, direct(source, 9));
});

function direct(x: Float64Array, period: number): (i: number) => number | null {
  return (i) => {
    const values = lastValues(x, i, period);
    return values && Math.max(...values);
  };
}
