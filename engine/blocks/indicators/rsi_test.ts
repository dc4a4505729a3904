import assert from "node:assert/strict";
import { assertColumn, meanOf, unknownAt, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { rsi } from "./rsi.ts";

Deno.test("block rsi: gains and losses smoothed as Wilder does", () => {
  for (const period of [2, 14, 60]) {
    assertColumn(computeBlock(rsi, WALK, { period }).value, direct(WALK.close, period));
  }
});

Deno.test("block rsi: begins again after an unknown value", () => {
  const source = unknownAt(WALK.close, 4, 5, 90, 300);
  assertColumn(computeBlock(rsi, WALK, { period: 6 }, { source }).value, direct(source, 6));
});

Deno.test("block rsi: 0 where nothing moves, 100 where it only rises, 0 where it only falls", () => {
  const last = (source: Float64Array) => computeBlock(rsi, WALK, {}, { source }).value!.at(-1);
  assert.equal(last(WALK.close.map(() => 3)), 0);
  assert.equal(last(WALK.close.map((_, i) => 100 + i)), 100);
  assert.equal(last(WALK.close.map((_, i) => 1000 - i)), 0);
});

function direct(x: Float64Array, period: number): (i: number) => number | null {
  const values: (number | null)[] = [];
  let changes: number[] = [];
  let gain = 0;
  let loss = 0;
  x.forEach((value, i) => {
    const change = i === 0 ? NaN : value - x[i - 1]!;
    changes = Number.isNaN(change) ? [] : [...changes, change];
    const up = Math.max(change, 0);
    const down = Math.max(-change, 0);
    if (changes.length === period) {
      gain = meanOf(changes.map((c) => Math.max(c, 0)));
      loss = meanOf(changes.map((c) => Math.max(-c, 0)));
    } else if (changes.length > period) {
      gain = (gain * (period - 1) + up) / period;
      loss = (loss * (period - 1) + down) / period;
    }
    values.push(changes.length >= period ? 100 - 100 / (1 + gain / loss) : null);
  });
  return (i) => values[i]!;
}
