/** Window extremes against a search of each window: calm prices, prices that leap by more than a factor of two, unknown ones. */
import assert from "node:assert/strict";
import { randomWalk } from "../testing/random_walk.ts";
import { windowExtremes } from "./extremes.ts";

/** Around the widths at which windows are put together otherwise, and around the blocks of bars. */
const PERIODS = [1, 2, 3, 4, 5, 8, 15, 16, 17, 33, 64, 65, 300];
const LENGTHS = [0, 1, 16, 511, 512, 513, 527, 2_000];

for (
  const { name, step, start } of [
    { name: "calm prices", step: 0.01, start: 100 },
    { name: "prices that leap", step: 0.45, start: 1e8 },
    { name: "tiny prices that leap", step: 0.45, start: 1e-8 },
  ]
) {
  Deno.test(`kernels: extremes of windows of ${name} are those of each window, to the last bit`, () => {
    for (const bars of LENGTHS) {
      const { high, low } = randomWalk({ bars, seed: bars + 1, step, start, jumps: true });
      for (const n of PERIODS) compare(high, low, n);
    }
  });
}

Deno.test("kernels: a window that holds an unknown value has no extremes, the next one has", () => {
  const { high, low } = randomWalk({ bars: 1_500, seed: 3 });
  for (const bar of [0, 1, 17, 511, 512, 700, 701, 1_499]) {
    high[bar] = NaN;
    low[bar] = NaN;
  }
  for (const n of PERIODS) compare(high, low, n);
});

function compare(high: Float64Array, low: Float64Array, n: number): void {
  const top = new Float64Array(high.length).fill(NaN);
  const bottom = top.slice();
  windowExtremes(high, low, n, top, bottom);
  for (let i = 0; i < high.length; i++) {
    const from = i - n + 1;
    const highest = from < 0 ? NaN : Math.max(...high.subarray(from, i + 1));
    const lowest = from < 0 ? NaN : Math.min(...low.subarray(from, i + 1));
    assert.ok(Object.is(top[i], highest), `highest of ${n} at ${i}: ${top[i]}, not ${highest}`);
    assert.ok(Object.is(bottom[i], lowest), `lowest of ${n} at ${i}: ${bottom[i]}, not ${lowest}`);
  }
}
