import assert from "node:assert/strict";
import fc from "fast-check";
import { mergeIntervals, missingIntervals, reachesBackTo } from "./intervals.ts";

Deno.test("mergeIntervals joins what touches or overlaps and drops what is empty", () => {
  assert.deepEqual(
    mergeIntervals([{ from: 30, to: 40 }, { from: 0, to: 10 }, { from: 10, to: 20 }, {
      from: 5,
      to: 12,
    }, { from: 50, to: 50 }]),
    [{ from: 0, to: 20 }, { from: 30, to: 40 }],
  );
});

Deno.test("missingIntervals names the holes inside the wanted stretch alone", () => {
  const known = [{ from: 10, to: 20 }, { from: 30, to: 40 }];
  assert.deepEqual(missingIntervals({ from: 0, to: 50 }, known), [
    { from: 0, to: 10 },
    { from: 20, to: 30 },
    { from: 40, to: 50 },
  ]);
  assert.deepEqual(missingIntervals({ from: 12, to: 18 }, known), []);
  assert.deepEqual(missingIntervals({ from: 20, to: 30 }, known), [{ from: 20, to: 30 }]);
  assert.deepEqual(missingIntervals({ from: 5, to: 5 }, known), []);
});

Deno.test("missingIntervals and the known stretches together cover the wanted one exactly", () => {
  const interval = fc.tuple(fc.nat(60), fc.nat(20)).map(([from, n]) => ({ from, to: from + n }));
  fc.assert(fc.property(interval, fc.array(interval, { maxLength: 8 }), (wanted, known) => {
    const missing = missingIntervals(wanted, known);
    const inside = (t: number, list: readonly { from: number; to: number }[]) =>
      list.some((i) => i.from <= t && t < i.to);
    for (let t = wanted.from; t < wanted.to; t++) {
      assert.equal(inside(t, missing), !inside(t, known));
    }
    for (const hole of missing) assert.ok(hole.from >= wanted.from && hole.to <= wanted.to);
  }));
});

Deno.test("reachesBackTo stops at the first hole", () => {
  const known = [{ from: 0, to: 10 }, { from: 20, to: 30 }, { from: 30, to: 40 }];
  assert.equal(reachesBackTo(40, known), 20);
  assert.equal(reachesBackTo(35, known), 20);
  assert.equal(reachesBackTo(20, known), 20);
  assert.equal(reachesBackTo(45, known), 45);
});
