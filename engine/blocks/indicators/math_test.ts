import assert from "node:assert/strict";
import { assertColumn, unknownAt, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { math } from "./math.ts";

const b = WALK.open.map((value, i) => i % 5 === 0 ? 0 : value - 101);

Deno.test("block math: each operator on two series, and on a series and a number", () => {
  const operators: Record<string, (x: number, y: number) => number> = {
    "+": (x, y) => x + y,
    "-": (x, y) => x - y,
    "*": (x, y) => x * y,
    "/": (x, y) => x / y,
    min: Math.min,
    max: Math.max,
    abs: (x) => Math.abs(x),
  };
  const option = math.params.find(({ name }) => name === "operator")!.options!;
  assert.deepEqual(option.map(({ value }) => value), Object.keys(operators));
  for (const [operator, calculate] of Object.entries(operators)) {
    const known = (value: number) => Number.isFinite(value) ? value : null;
    const a = b.map((value) => -value);
    const two = computeBlock(math, WALK, { operator }, { a, b });
    assertColumn(two.value, (i) => known(calculate(a[i]!, b[i]!)));
    const one = computeBlock(math, WALK, { operator, value: 2.5 }, { a });
    assertColumn(one.value, (i) => known(calculate(a[i]!, 2.5)));
  }
});

Deno.test("block math: a division by zero, an overflow and an unknown value are unknown", () => {
  const at = (a: number, operator: string, value: number) =>
    computeBlock(math, WALK, { operator, value }, { a: WALK.close.map(() => a) }).value![0]!;
  assert.ok(Number.isNaN(at(1, "/", 0)));
  assert.ok(Number.isNaN(at(0, "/", 0)));
  assert.ok(Number.isNaN(at(1e300, "*", 1e300)));
  const holed = computeBlock(math, WALK, { operator: "max", value: 3 }, {
    a: unknownAt(WALK.close, 9),
  });
  assert.ok(Number.isNaN(holed.value![9]));
});
