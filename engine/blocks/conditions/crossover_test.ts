import assert from "node:assert/strict";
import type { Column } from "../definition/definition.ts";
import { assertColumn, unknownAt, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { crossover } from "./crossover.ts";

const a = unknownAt(WALK.close.map((value, i) => i % 3 === 0 ? 100 : value), 30, 31);
const b = unknownAt(WALK.close.map((_, i) => i % 5 < 2 ? 100 : 99 + (i % 4)), 31, 70);

Deno.test("block crossover: exact on both bars, with a series and with a number", () => {
  const above = (x: Float64Array, y: Float64Array) => (i: number) =>
    i > 0 && x[i - 1]! <= y[i - 1]! && x[i]! > y[i]!;
  for (const other of [b, a.map(() => 100), a.map(() => -3)]) {
    const inputs: Record<string, Column> = other === b ? { a, b } : { a };
    const run = (direction: string) =>
      computeBlock(crossover, WALK, { direction, value: other[0]! }, inputs).signal;
    assertColumn(run("above"), above(a, other));
    assertColumn(run("below"), above(other, a));
    assertColumn(run("either"), (i) => above(a, other)(i) || above(other, a)(i));
  }
});

Deno.test("block crossover: from a touch it crosses, into a touch it does not", () => {
  const values = [1, 2, 2, 3, 2, 3, 1, 2, 1];
  const candles = { ...WALK, length: values.length };
  const signal = (
    direction: string,
  ) => [
    ...computeBlock(crossover, candles, { direction, value: 2 }, {
      a: Float64Array.from(values),
    }).signal!,
  ];
  assert.deepEqual(signal("above"), [0, 0, 0, 1, 0, 1, 0, 0, 0]);
  assert.deepEqual(signal("below"), [0, 0, 0, 0, 0, 0, 1, 0, 1]);
});
