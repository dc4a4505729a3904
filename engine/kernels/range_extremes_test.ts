/** The extremes of every stretch, against a look at each bar. */
import assert from "node:assert/strict";
import { seededRandom } from "../testing/random_walk.ts";
import { blockExtremes } from "./blocks_of_bars.ts";
import { RangeExtreme } from "./range_extremes.ts";

function extremesOf(column: Float64Array) {
  const { lowest, highest } = blockExtremes(column);
  return {
    lowest: new RangeExtreme(column, lowest, -1),
    highest: new RangeExtreme(column, highest, 1),
  };
}

function check(
  { lowest, highest }: ReturnType<typeof extremesOf>,
  column: Float64Array,
  from: number,
  to: number,
): void {
  const stretch = [...column.subarray(from, to)];
  const found = [lowest.of(from, to), highest.of(from, to)];
  assert.deepEqual(found, [Math.min(...stretch), Math.max(...stretch)], `${from} … ${to}`);
  const bounds = [lowest.around(from, to), highest.around(from, to)] as const;
  assert.ok(bounds[0] <= found[0]! && bounds[1] >= found[1]!, `${from} … ${to}`);
  const around = column.subarray(from & ~7, (to + 7) & ~7);
  assert.ok(bounds.every((value) => around.includes(value)), `${from} … ${to}`);
}

Deno.test("range extremes: every stretch of short columns", () => {
  const random = seededRandom(3);
  for (const bars of [1, 7, 8, 9, 16, 17, 63, 90]) {
    const column = Float64Array.from({ length: bars }, () => Math.floor(random() * 50));
    const extremes = extremesOf(column);
    for (let from = 0; from < bars; from++) {
      for (let to = from + 1; to <= bars; to++) check(extremes, column, from, to);
    }
  }
});

Deno.test("range extremes: stretches that are longer than the highest level covers", () => {
  const random = seededRandom(4);
  const column = Float64Array.from({ length: 20_000 }, () => random());
  const extremes = extremesOf(column);
  check(extremes, column, 0, 20_000);
  for (let n = 0; n < 500; n++) {
    const from = Math.floor(random() * 19_000);
    check(extremes, column, from, from + 1 + Math.floor(random() * (20_000 - from)));
  }
});
