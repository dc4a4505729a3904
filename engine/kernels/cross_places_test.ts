/** The places of crosses against the definition at each bar, and how they are asked for. */
import assert from "node:assert/strict";
import { seededRandom } from "../testing/random_walk.ts";
import { crossesAbove } from "./comparisons.ts";
import { CrossFinder } from "./cross_places.ts";
import { PlaceReader } from "./place_reader.ts";
import { ColumnReader, NEVER } from "./signal_reader.ts";

/** Small whole numbers, so that series touch, stay on one side for a while, and are unknown here and there. */
function column(random: () => number, bars: number, unknown: number): Float64Array {
  let level = 0;
  return Float64Array.from({ length: bars }, () => {
    if (random() < 0.2) level = Math.floor(random() * 5) - 2;
    if (random() < unknown) return NaN;
    return random() < 0.1 ? -0 : level;
  });
}

Deno.test("cross places: both ways at every bar, of equal and unknown values too, with one finder", () => {
  const random = seededRandom(17);
  const finder = new CrossFinder();
  let found = 0;
  for (let n = 0; n < 600; n++) {
    const bars = Math.floor(random() * 131);
    const [a, b] = [column(random, bars, n % 3 / 20), column(random, bars, n % 2 / 20)];
    const { up, down } = finder.find(a, b);
    for (const [reader, x, y] of [[up, a, b], [down, b, a]] as const) {
      const signal = new Uint8Array(bars);
      crossesAbove(x, y, signal);
      const told = new ColumnReader(signal);
      for (let k = 0; k < 40; k++) {
        const from = Math.floor(random() * (bars + 1));
        const to = from + Math.floor(random() * (bars + 1 - from));
        assert.equal(reader.next(from), told.next(from), `${x} ${y} from ${from}`);
        assert.equal(reader.count(from, to), told.count(from, to), `${x} ${y} ${from} … ${to}`);
      }
      found += told.count(0, bars);
    }
  }
  assert.ok(found > 1_000);
});

Deno.test("cross places: more of them than there was room for", () => {
  const bars = 2_000;
  const a = Float64Array.from({ length: bars }, (_, i) => i % 2);
  const { up, down } = new CrossFinder().find(a, new Float64Array(bars).fill(0.5));
  assert.deepEqual([up.count(0, bars), down.count(0, bars)], [1_000, 999]);
  assert.deepEqual([up.next(1_998), up.next(1_999), up.next(2_000)], [1_999, 1_999, NEVER]);
  assert.deepEqual([down.next(1_997), down.next(1_999)], [1_998, NEVER]);
});

Deno.test("cross places: every second place, asked forwards and backwards", () => {
  const places = Int32Array.of(2, 3, 5, 9, 12);
  const of = (first: number) => {
    const reader = new PlaceReader(places, first, 5, 2);
    return [0, 3, 4, 12, 13, 5, 2, 99, 1].map((from) => reader.next(from));
  };
  assert.deepEqual(of(0), [2, 5, 5, 12, NEVER, 5, 2, NEVER, 2]);
  assert.deepEqual(of(1), [3, 3, 9, NEVER, NEVER, 9, 3, NEVER, 3]);
  assert.equal(new PlaceReader(new Int32Array(0), 1, 0, 2).next(0), NEVER);
});
