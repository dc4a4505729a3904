import assert from "node:assert/strict";
import { histogramOf } from "./histogram.ts";

Deno.test("histogram: every value is counted, in the bin where it is", () => {
  const values = Float64Array.from([0, 0.1, 0.1, 0.9, 1]);
  const { from, to, counts } = histogramOf(values, null, 10);
  assert.deepEqual([from, to], [0, 1]);
  assert.deepEqual(counts, [1, 2, 0, 0, 0, 0, 0, 0, 0, 2]);
});

Deno.test("histogram: the mark lies within it, and one wild value does not flatten the rest", () => {
  const values = Float64Array.from({ length: 1_000 }, (_, k) => k / 1_000);
  values[999] = 50;
  const { from, to, counts } = histogramOf(values, 2);
  assert.equal(to, 2);
  assert.ok(from >= 0 && from < 0.01);
  assert.equal(counts.reduce((sum, count) => sum + count), 1_000);
  assert.equal(counts.at(-1), 1);
});

Deno.test("histogram: values that are all the same have a width all the same", () => {
  for (const value of [0, -0.2, 3]) {
    const { from, to, counts } = histogramOf(Float64Array.from([value, value]), value);
    assert.ok(from < value && value < to);
    assert.equal(counts.reduce((sum, count) => sum + count), 2);
  }
});
