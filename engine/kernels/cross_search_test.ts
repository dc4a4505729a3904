/** The search that leaps over blocks of bars, from every bar on, against a look at each bar. */
import assert from "node:assert/strict";
import { seededRandom } from "../testing/random_walk.ts";
import { blockExtremes } from "./blocks_of_bars.ts";
import { CrossSearch } from "./cross_search.ts";
import { NEVER } from "./signal_reader.ts";

function searchOf(a: readonly number[], b: readonly number[]): CrossSearch {
  const [x, y] = [Float64Array.from(a), Float64Array.from(b)];
  return new CrossSearch(x, y, blockExtremes(x), blockExtremes(y));
}

/** The definition, bar by bar. */
function firstCross(a: readonly number[], b: readonly number[], from: number): number {
  for (let i = Math.max(1, from); i < a.length; i++) {
    if (a[i - 1]! <= b[i - 1]! && a[i]! > b[i]!) return i;
  }
  return NEVER;
}

Deno.test("cross search: the first bars of a series, and what is asked from behind its end", () => {
  // Crosses on the bars 1, 3 and 5.
  const a = [1, 3, 2, 3, 1, 9];
  const b = [2, 2, 2, 2, 2, 2];
  const search = searchOf(a, b);
  assert.deepEqual([-1, 0, 1, 2, 3, 4, 5, 6, 7].map((from) => search.next(from)), [
    1,
    1,
    1,
    3,
    3,
    5,
    5,
    NEVER,
    NEVER,
  ]);
  assert.equal(searchOf([], []).next(0), NEVER);
  assert.equal(searchOf([3], [2]).next(0), NEVER);
  // Bar 0 crosses nothing: it has no bar before it.
  assert.equal(searchOf([3, 3], [2, 2]).next(0), NEVER);
});

Deno.test("cross search: a single cross at each bar of four blocks is found from every bar before it", () => {
  const bars = 32;
  for (let cross = 1; cross < bars; cross++) {
    const a = Array.from({ length: bars }, (_, i) => (i < cross ? 1 : 3));
    const b = new Array<number>(bars).fill(2);
    for (let from = 0; from <= bars; from++) {
      const wanted = from <= cross ? cross : NEVER;
      assert.equal(searchOf(a, b).next(from), wanted, `cross at ${cross}, from ${from}`);
    }
  }
});

Deno.test("cross search: series that touch, stay on one side for blocks, or hold unknown values", () => {
  const random = seededRandom(7);
  for (let n = 0; n < 400; n++) {
    const bars = Math.floor(random() * 70);
    let level = 0;
    // Small whole numbers touch often; long stays on one side make the search leap.
    const a = Array.from({ length: bars }, () => {
      if (random() < 0.1) level = Math.floor(random() * 5) - 2;
      if (random() < 0.02) return NaN;
      return level + (random() < 0.1 ? Math.floor(random() * 3) - 1 : 0);
    });
    const b = a.map(() => (random() < 0.01 ? NaN : 0));
    const search = searchOf(a, b);
    for (let from = 0; from <= bars; from++) {
      assert.equal(search.next(from), firstCross(a, b, from), `${a} from ${from}`);
    }
  }
});

Deno.test("cross search: at the border of two blocks the bar before decides", () => {
  const below = new Array<number>(8).fill(1);
  const above = new Array<number>(8).fill(3);
  const level = (bars: number) => new Array<number>(bars).fill(2);
  // Above all along a block: a cross on its first bar only where the bar before was not above.
  assert.equal(searchOf([...below, ...above, ...above], level(24)).next(0), 8);
  assert.equal(searchOf([...above, ...above, ...below], level(24)).next(0), NEVER);
  assert.equal(searchOf([...above, ...below, ...above], level(24)).next(1), 16);
  // Equal all along a block is not above.
  assert.equal(searchOf([...above, ...level(8), ...above], level(24)).next(1), 16);
  // An unknown value before is not at or below.
  const unknown = [...below.slice(1), NaN];
  assert.equal(searchOf([...unknown, ...above, ...below], level(24)).next(0), NEVER);
});
