import assert from "node:assert/strict";
import { assertColumn, trueRange, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { randomWalk } from "../../testing/random_walk.ts";
import { adx } from "./adx.ts";

Deno.test("block adx: directional movement as Wilder takes it", () => {
  for (const period of [2, 14, 40]) {
    const { high, low } = WALK;
    const sums = [0, 0, 0];
    const plus: number[] = [];
    const minus: number[] = [];
    const average: number[] = [];
    let dxSum = 0;
    for (let i = 1; i < WALK.length; i++) {
      const up = high[i]! - high[i - 1]!;
      const down = low[i - 1]! - low[i]!;
      const moves = [up > down && up > 0 ? up : 0, down > up && down > 0 ? down : 0];
      [...moves, trueRange(WALK, i)].forEach((value, k) => {
        sums[k] = i < period ? sums[k]! + value : sums[k]! - sums[k]! / period + value;
      });
      if (i < period) continue;
      plus[i] = 100 * sums[0]! / sums[2]!;
      minus[i] = 100 * sums[1]! / sums[2]!;
      const dx = 100 * Math.abs(plus[i]! - minus[i]!) / (plus[i]! + minus[i]!);
      if (i < 2 * period) dxSum += dx;
      average[i] = i < 2 * period ? dxSum / period : (average[i - 1]! * (period - 1) + dx) / period;
    }
    const out = computeBlock(adx, WALK, { period });
    assertColumn(out.plus_di, (i) => i < period ? null : plus[i]!);
    assertColumn(out.minus_di, (i) => i < period ? null : minus[i]!);
    assertColumn(out.adx, (i) => i < 2 * period - 1 ? null : average[i]!);
  }
});

Deno.test("block adx: all 0 where nothing moves", () => {
  const flat = WALK.close.map(() => 5);
  const out = computeBlock(adx, { ...WALK, open: flat, high: flat, low: flat, close: flat });
  for (const column of Object.values(out)) assert.equal(column.at(-1), 0);
});

Deno.test("block adx: a calm so long that all movement has faded away is no infinity", () => {
  const calm = randomWalk({ bars: 3000, seed: 4 });
  for (const column of [calm.open, calm.high, calm.low, calm.close]) column.fill(5, 100, 2900);
  const out = computeBlock(adx, calm, { period: 2 });
  for (const [port, column] of Object.entries(out)) {
    assert.ok(column.subarray(3).every((value) => value >= 0 && value <= 100 + 1e-9), port);
  }
});
