/** Crosses found by the kernel of WebAssembly, against a look at each bar and against the search without it. */
import assert from "node:assert/strict";
import { seededRandom } from "../testing/random_walk.ts";
import { blockExtremes } from "./blocks_of_bars.ts";
import { CrossSearch } from "./cross_search.ts";
import { NEVER, type SignalReader } from "./signal_reader.ts";
import { Turns } from "./turns.ts";

/** Every place that a reader tells, one after the other. */
function placesOf(reader: SignalReader): number[] {
  const places: number[] = [];
  for (let at = reader.next(0); at !== NEVER; at = reader.next(at + 1)) places.push(at);
  return places;
}

/** The definition, bar by bar. */
function crossesOf(a: Float64Array, b: Float64Array): number[] {
  const places: number[] = [];
  for (let i = 1; i < a.length; i++) {
    if (a[i - 1]! <= b[i - 1]! && a[i]! > b[i]!) places.push(i);
  }
  return places;
}

function walk(random: () => number, bars: number, known: number): Float64Array {
  let value = 100;
  return Float64Array.from({ length: bars }, (_, i) => {
    // Drawn back to 100, so that two of them cross often.
    value += 0.3 * (100 - value) + random() - 0.5;
    return i < known ? NaN : value;
  });
}

Deno.test("turns: columns of every length up to 130 bars, known from the first bar on or later, both ways", () => {
  const random = seededRandom(21);
  let crosses = 0;
  for (let bars = 0; bars <= 130; bars++) {
    const turns = new Turns(bars);
    for (const [knownA, knownB] of [[0, 0], [3, 0], [1, 17], [bars, 2]] as const) {
      const [a, b] = [walk(random, bars, knownA), walk(random, bars, knownB)];
      const [up, down] = [turns.search(a, b), turns.search(b, a)];
      assert.ok(up && down, `${bars} bars`);
      assert.deepEqual(placesOf(up), crossesOf(a, b), `${bars} bars`);
      assert.deepEqual(placesOf(down), crossesOf(b, a), `${bars} bars`);
      crosses += crossesOf(a, b).length;
    }
  }
  assert.ok(crosses > 1_000);
});

Deno.test("turns: a turn on each bar of three groups, and on every bar", () => {
  const bars = 48;
  const turns = new Turns(bars);
  const level = new Float64Array(bars).fill(2);
  for (let at = 1; at < bars; at++) {
    const a = Float64Array.from({ length: bars }, (_, i) => (i < at ? 1 : 3));
    assert.deepEqual(placesOf(turns.search(a, level)!), [at]);
    assert.deepEqual(placesOf(turns.search(level, a)!), []);
  }
  const zigzag = Float64Array.from({ length: bars }, (_, i) => (i % 2 === 0 ? 1 : 3));
  const odd = Array.from({ length: bars / 2 }, (_, k) => 2 * k + 1);
  assert.deepEqual(placesOf(turns.search(zigzag, level)!), odd);
  assert.deepEqual(placesOf(turns.search(level, zigzag)!), odd.slice(0, -1).map((i) => i + 1));
});

Deno.test("turns: values that are equal, nearly, or unknown behind the first known one are looked at bar by bar", () => {
  const bars = 70;
  const other = Float64Array.from({ length: bars }, () => 5);
  for (let at = 0; at < bars; at++) {
    for (const value of [5, NaN]) {
      const a = Float64Array.from({ length: bars }, (_, i) => (i % 7 < 3 ? 4 : 6));
      a[at] = value;
      const turns = new Turns(bars);
      assert.deepEqual(placesOf(turns.search(a, other)!), crossesOf(a, other));
      assert.deepEqual(placesOf(turns.search(other, a)!), crossesOf(other, a));
    }
  }
  // Numbers of 32 bits do not tell these apart: small differences, 0 and −0, what is too large or too small for them.
  const alike = [1, 1 + 1e-12, 1 - 1e-12, 0, -0, 1e-300, -1e-300, 1e300, 1e308, -1e300, -1e308];
  const random = seededRandom(9);
  let crosses = 0;
  for (let n = 0; n < 300; n++) {
    const column = () =>
      Float64Array.from({ length: 40 }, () => alike[Math.floor(random() * alike.length)]!);
    const [a, b] = [column(), column()];
    const turns = new Turns(40);
    assert.deepEqual(placesOf(turns.search(a, b)!), crossesOf(a, b));
    assert.deepEqual(placesOf(turns.search(b, a)!), crossesOf(b, a));
    crosses += crossesOf(a, b).length;
  }
  assert.ok(crosses > 1_000);
});

Deno.test("turns: extreme values are compared as everywhere", () => {
  const values = [3e38, -3e38, 1e-44, -1e-44, Infinity, -Infinity, 1, -1, 1.0000002];
  const random = seededRandom(8);
  let told = 0;
  for (let n = 0; n < 300; n++) {
    const column = () =>
      Float64Array.from({ length: 40 }, () => values[Math.floor(random() * values.length)]!);
    const [a, b] = [column(), column()];
    for (let i = 0; i < 40; i++) if (a[i] === b[i]) b[i] = -0;
    const found = new Turns(40).search(a, b);
    assert.ok(found);
    assert.deepEqual(placesOf(found), crossesOf(a, b));
    told += crossesOf(a, b).length;
  }
  assert.ok(told > 1_000);
});

Deno.test("turns: a reader is asked from any bar, as the search by blocks is", () => {
  const random = seededRandom(4);
  const [a, b] = [walk(random, 300, 9), walk(random, 300, 30)];
  const reader = new Turns(300).search(a, b)!;
  const search = new CrossSearch(a, b, blockExtremes(a), blockExtremes(b));
  for (let n = 0; n < 2_000; n++) {
    const from = Math.floor(random() * 320) - 5;
    assert.equal(reader.next(from), search.next(from), `from ${from}`);
  }
});

Deno.test("turns: readers outlive the next pair, and series that are written over are read anew once they are forgotten", () => {
  const random = seededRandom(5);
  const columns = Array.from({ length: 4 }, () => walk(random, 500, 0));
  const [a, b, c, d] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  const turns = new Turns(500);
  const first = turns.search(a, b)!;
  const second = turns.search(c, d)!;
  assert.deepEqual(placesOf(first), crossesOf(a, b));
  assert.deepEqual(placesOf(second), crossesOf(c, d));
  const before = crossesOf(c, d);
  turns.forget(c);
  c.set(walk(random, 500, 12));
  assert.notDeepEqual(crossesOf(c, d), before);
  assert.deepEqual(placesOf(turns.search(c, d)!), crossesOf(c, d));
  assert.deepEqual(placesOf(turns.search(a, c)!), crossesOf(a, c));
});

Deno.test("turns: sweeps that take turns each find their own series", () => {
  const random = seededRandom(6);
  const sweeps = [200, 333, 64].map((bars) => ({
    turns: new Turns(bars),
    columns: Array.from({ length: 3 }, () => walk(random, bars, 2)),
  }));
  for (let round = 0; round < 3; round++) {
    for (const { turns, columns } of sweeps) {
      for (const [x, y] of [[0, 1], [1, 2], [2, 0]] as const) {
        const [a, b] = [columns[x]!, columns[y]!];
        assert.deepEqual(placesOf(turns.search(a, b)!), crossesOf(a, b));
      }
    }
  }
});

Deno.test("turns: series beyond the bytes there are for them are left to the search without it", () => {
  const random = seededRandom(7);
  const columns = Array.from({ length: 4 }, () => walk(random, 100, 0));
  const [a, b, c, d] = columns as [Float64Array, Float64Array, Float64Array, Float64Array];
  // The places and two series.
  const turns = new Turns(100, 3 * (4 * 132 + 8));
  assert.deepEqual(placesOf(turns.search(a, b)!), crossesOf(a, b));
  assert.equal(turns.search(a, c), null);
  assert.equal(turns.search(c, d), null);
  assert.deepEqual(placesOf(turns.search(b, a)!), crossesOf(b, a));
  turns.forget(b);
  assert.deepEqual(placesOf(turns.search(a, c)!), crossesOf(a, c), "in the place of b");
});

Deno.test("turns: where WebAssembly is not to be had, the search is left to others", async () => {
  const before = Reflect.get(globalThis, "WebAssembly");
  // A module of its own, which has not asked for the kernel yet.
  const path = "./turns.ts?without";
  const { Turns: Fresh } = await import(path) as { Turns: typeof Turns };
  const random = seededRandom(3);
  const [a, b] = [walk(random, 60, 0), walk(random, 60, 0)];
  try {
    Reflect.set(globalThis, "WebAssembly", undefined);
    assert.equal(new Fresh(60).search(a, b), null);
  } finally {
    Reflect.set(globalThis, "WebAssembly", before);
  }
  assert.ok(new Turns(60).search(a, b));
});
