import assert from "node:assert/strict";
import { assertColumn, WALK } from "../../testing/direct.ts";
import { computeBlock } from "../../testing/block_runner.ts";
import { randomWalk } from "../../testing/random_walk.ts";
import { obv } from "./obv.ts";

Deno.test("block obv: the volume of rising closes less that of falling ones, from the first candle on", () => {
  const { close, volume } = WALK;
  const totals = [volume[0]!];
  for (let i = 1; i < WALK.length; i++) {
    totals[i] = totals[i - 1]! + Math.sign(close[i]! - close[i - 1]!) * volume[i]!;
  }
  assertColumn(computeBlock(obv, WALK).value, (i) => totals[i]!);
});

Deno.test("block obv: an unchanged close adds nothing", () => {
  const flat = WALK.close.map(() => 5);
  assertColumn(computeBlock(obv, { ...WALK, close: flat }).value, () => WALK.volume[0]!);
});

Deno.test("block obv: a million volumes, some of them huge, add up", () => {
  const bars = 1_000_000;
  const walk = randomWalk({ bars, seed: 12 });
  const volume = walk.volume.map((value, i) => i % 1000 === 0 ? value * 1e4 : value);
  const value = computeBlock(obv, { ...walk, volume }).value!;
  // Neumaier's sum, which keeps what rounding takes away.
  let total = volume[0]!;
  let lost = 0;
  for (let i = 1; i < bars; i++) {
    const add = Math.sign(walk.close[i]! - walk.close[i - 1]!) * volume[i]!;
    const next = total + add;
    lost += Math.abs(total) >= Math.abs(add) ? total - next + add : add - next + total;
    total = next;
    if (i % 100_000 === 99_999) {
      const expected = total + lost;
      const error = Math.abs(value[i]! - expected);
      assert.ok(error <= 1e-9 * Math.abs(expected), `bar ${i}: ${value[i]} is not ${expected}`);
    }
  }
});
