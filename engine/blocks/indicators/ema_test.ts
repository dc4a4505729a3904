import { assertColumn, meanOf, unknownAt, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { ema } from "./ema.ts";

Deno.test("block ema: seeded with the mean of the first values, then weighted by 2 / (n + 1)", () => {
  for (const period of [2, 15, 100]) {
    assertColumn(computeBlock(ema, WALK, { period }).value, direct(WALK.close, period));
  }
});

Deno.test("block ema: begins again after an unknown value", () => {
  const source = unknownAt(WALK.close, 0, 5, 50, 51, 300);
  assertColumn(computeBlock(ema, WALK, { period: 8 }, { source }).value, direct(source, 8));
});

Deno.test("block ema: stays on a price that does not move", () => {
  const source = WALK.close.map(() => 0.1);
  assertColumn(computeBlock(ema, WALK, { period: 8 }, { source }).value, (i) => i < 7 ? null : 0.1);
});

function direct(x: Float64Array, period: number): (i: number) => number | null {
  const weight = 2 / (period + 1);
  const values: (number | null)[] = [];
  let run: number[] = [];
  let average = 0;
  for (const value of x) {
    run = Number.isNaN(value) ? [] : [...run, value];
    if (run.length === period) average = meanOf(run);
    else if (run.length > period) average = weight * value + (1 - weight) * average;
    values.push(run.length >= period ? average : null);
  }
  return (i) => values[i]!;
}
