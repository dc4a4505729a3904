import assert from "node:assert/strict";
import { bootstrapBand, quantile } from "./bootstrap.ts";

/** Returns that differ from day to day, by a rule. */
const past = Array.from({ length: 200 }, (_, i) => ((i * 37) % 101 - 48) / 2_000);

Deno.test("bootstrap: the same seed gives the same band, another one another", () => {
  const first = bootstrapBand(past, { seed: 7 });
  assert.deepEqual(bootstrapBand(past, { seed: 7 }), first);
  assert.notDeepEqual(bootstrapBand(past, { seed: 8 }).p95, first.p95);
  // Written down once, so that a change of the method cannot pass unnoticed: stored bands must stay what they were.
  const { p5, p50, p95 } = bootstrapBand(past, { seed: 7, paths: 200, days: 14 });
  assert.deepEqual([p5[13], p50[13], p95[13]], [-0.029463, 0.010454, 0.061945]);
});

Deno.test("bootstrap: every day holds its median, and a year is looked ahead", () => {
  const { p5, p50, p95, past_days, block_days, paths } = bootstrapBand(past, { seed: 1 });
  assert.deepEqual([past_days, block_days, paths], [200, 7, 2_000]);
  assert.deepEqual([p5.length, p50.length, p95.length], [365, 365, 365]);
  for (let day = 0; day < 365; day++) {
    assert.ok(p5[day]! <= p50[day]! && p50[day]! <= p95[day]!, `day ${day}`);
    assert.ok(p5[day]! > -1);
  }
});

Deno.test("bootstrap: a past that never varied leaves no room: (1 + r)^k − 1, by hand", () => {
  const { p5, p50, p95 } = bootstrapBand(Array(60).fill(0.01), { seed: 3, paths: 50, days: 10 });
  for (const band of [p5, p50, p95]) {
    assert.equal(band[0], 0.01);
    assert.equal(band[1], 0.0201);
    assert.equal(band[9], 0.104622);
  }
  const flat = bootstrapBand(Array(60).fill(0), { seed: 3, paths: 50, days: 10 });
  assert.deepEqual(flat.p5, Array(10).fill(0));
  assert.deepEqual(flat.p95, Array(10).fill(0));
});

Deno.test("bootstrap: a past of low volatility gives a narrower band than one of high", () => {
  const width = (scale: number) => {
    const { p5, p95 } = bootstrapBand(past.map((r) => r * scale), { seed: 5, days: 30 });
    return p95[29]! - p5[29]!;
  };
  assert.ok(width(0.1) < width(1) / 5);
  assert.ok(width(0.1) > 0);
});

Deno.test("bootstrap: days that follow each other stay together", () => {
  // Up and down by turns: drawn singly, seven days could all be up; in blocks they cancel out.
  const turns = Array.from({ length: 100 }, (_, i) => i % 2 === 0 ? 0.05 : -0.05);
  const { p95 } = bootstrapBand(turns, { seed: 11, paths: 500, days: 7 });
  assert.ok(p95[6]! < 0.06, String(p95[6]));
  const single = bootstrapBand(turns, { seed: 11, paths: 500, days: 7, blockDays: 1 });
  assert.ok(single.p95[6]! > 0.15, String(single.p95[6]));
});

Deno.test("bootstrap: the last days are drawn as often as the others, and one day is enough", () => {
  const late = [...Array<number>(9).fill(0), 0.1];
  // The circle: whichever day a block of ten begins on, it holds the tenth day once.
  const { p5, p95 } = bootstrapBand(late, { seed: 2, paths: 100, days: 10, blockDays: 10 });
  assert.deepEqual([p5[9], p95[9]], [0.1, 0.1]);
  assert.deepEqual(bootstrapBand([0.02], { seed: 2, paths: 10, days: 2 }).p50, [0.02, 0.0404]);
  assert.throws(() => bootstrapBand([], { seed: 1 }), RangeError);
});

Deno.test("bootstrap: quantiles lie between the values around them", () => {
  assert.equal(quantile([1, 2, 3, 4, 5], 0.5), 3);
  assert.equal(quantile([1, 2], 0.5), 1.5);
  assert.equal(quantile([1, 2, 3, 4, 5], 0.05), 1.2);
  assert.equal(quantile([4], 0.95), 4);
});
