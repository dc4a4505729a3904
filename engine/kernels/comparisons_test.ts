/** Comparisons on every pair of a few values, the unknown one among them, and crosses on every three bars of them. */
import assert from "node:assert/strict";
import { above, atLeast, atLevel, beyondLevel, crossesAbove, crossesLevel } from "./comparisons.ts";

const VALUES = [-2, -1, 0, 1, 2, NaN];

function column(write: (out: Uint8Array) => void, bars: number): boolean[] {
  // What was there before may not show through.
  const out = new Uint8Array(bars).fill(7);
  write(out);
  return [...out].map((value) => {
    assert.ok(value === 0 || value === 1, `${value} is no truth value`);
    return value === 1;
  });
}

Deno.test("comparisons: two series, value by value", () => {
  const pairs = VALUES.flatMap((x) => VALUES.map((y) => [x, y] as const));
  const a = Float64Array.from(pairs, ([x]) => x);
  const b = Float64Array.from(pairs, ([, y]) => y);
  assert.deepEqual(column((out) => above(a, b, out), a.length), pairs.map(([x, y]) => x > y));
  assert.deepEqual(column((out) => atLeast(a, b, out), a.length), pairs.map(([x, y]) => x >= y));
});

Deno.test("comparisons: a series with a level, from above and from below", () => {
  const x = Float64Array.from(VALUES);
  for (const level of VALUES) {
    const of = (write: (out: Uint8Array) => void) => column(write, x.length);
    assert.deepEqual(of((out) => beyondLevel(x, level, 1, out)), VALUES.map((v) => v > level));
    assert.deepEqual(of((out) => beyondLevel(x, level, -1, out)), VALUES.map((v) => v < level));
    assert.deepEqual(of((out) => atLevel(x, level, 1, out)), VALUES.map((v) => v >= level));
    assert.deepEqual(of((out) => atLevel(x, level, -1, out)), VALUES.map((v) => v <= level));
  }
});

Deno.test("comparisons: crosses of a level and of a series on every three bars", () => {
  for (const first of VALUES) {
    for (const second of VALUES) {
      for (const third of VALUES) {
        const bars = [first, second, third];
        const x = Float64Array.from(bars);
        for (const level of [-1, 0, 1]) {
          const b = new Float64Array(3).fill(level);
          const rises = [false, ...crossed(bars, (value) => value > level, (v) => v <= level)];
          const falls = [false, ...crossed(bars, (value) => value < level, (v) => v >= level)];
          const what = `${bars} and ${level}`;
          assert.deepEqual(column((out) => crossesLevel(x, level, 1, out), 3), rises, what);
          assert.deepEqual(column((out) => crossesLevel(x, level, -1, out), 3), falls, what);
          assert.deepEqual(column((out) => crossesAbove(x, b, out), 3), rises, what);
          assert.deepEqual(column((out) => crossesAbove(b, x, out), 3), falls, what);
        }
      }
    }
  }
});

/** Of the second bar and of the third. */
function crossed(
  bars: readonly number[],
  isBeyond: (value: number) => boolean,
  isNotBeyond: (value: number) => boolean,
): boolean[] {
  return bars.slice(1).map((value, k) => isNotBeyond(bars[k]!) && isBeyond(value));
}
