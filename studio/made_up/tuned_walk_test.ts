import assert from "node:assert/strict";
import {
  averagesOf,
  bestOfFirst,
  MOST_TRIES,
  triesNumber,
  TUNED_POINTS,
  UNSEEN_POINTS,
  walkNumber,
} from "./best_try.ts";
import { luckUnits, tuneWalk } from "./tuned_walk.ts";

const TRIES = 37;
const walks = Array.from({ length: 40 }, (_, k) => tuneWalk(k + 1));

Deno.test("tuned walk: the same number is the same walk", () => {
  assert.deepEqual(tuneWalk(3), walks[2]);
  assert.notDeepEqual(walks[2]!.prices, walks[3]!.prices);
});

Deno.test("tuned walk: the best of the first so many tries is better with each that is listed", () => {
  for (const walk of walks) {
    const sharpes = walk.best.map(({ tuned }) => tuned.sharpe);
    assert.deepEqual(sharpes, [...new Set(sharpes)].sort((a, b) => a - b));
    assert.equal(walk.best[0]!.number, 1);
    assert.equal(walk.rules.length, walk.best.length);
    for (const curve of [walk.prices, ...walk.curves]) {
      assert.equal(curve.length, TUNED_POINTS + UNSEEN_POINTS);
    }
    walk.curves.forEach((curve, k) => {
      const { tuned, unseen } = walk.best[k]!;
      const whole = (1 + tuned.totalReturn) * (1 + unseen.totalReturn);
      assert.ok(Math.abs(curve[TUNED_POINTS - 1]! - 1 - tuned.totalReturn) < 1e-3);
      assert.ok(Math.abs(curve.at(-1)! / whole - 1) < 1e-3);
    });
  }
  const walk = walks.find(({ best }) => best.length >= 3)!;
  const third = walk.best[2]!.number;
  assert.equal(bestOfFirst(walk, third - 1), 1);
  assert.equal(bestOfFirst(walk, third), 2);
});

Deno.test("tuned walk: luck predicts what the best of many tries shows, and little is left of it", () => {
  const units = luckUnits();
  assert.equal(units.length, MOST_TRIES);
  assert.equal(units[0], 0);
  const { tuned, unseen, luck } = averagesOf(walks, TRIES, units);
  assert.ok(luck > 0.8, `${luck}`);
  assert.ok(Math.abs(tuned - luck) < 0.25, `${tuned} where luck predicts ${luck}`);
  assert.ok(Math.abs(unseen) < 0.35, `${unseen} is left`);
  // One try is no choice.
  assert.ok(Math.abs(averagesOf(walks, 1, units).tuned) < 0.35);
});

Deno.test("tuned walk: numbers of an address are read, and what is none is left out", () => {
  assert.deepEqual(["1", "57", "1000000"].map(walkNumber), [1, 57, 1_000_000]);
  for (const text of [undefined, "", "0", "-3", "1.5", "1e3", "abc", "1000001", "99999999999"]) {
    assert.equal(walkNumber(text), 1, `${text}`);
  }
  assert.deepEqual(["1", "37", "100", "0", "101", "x"].map(triesNumber), [
    1,
    37,
    100,
    null,
    null,
    null,
  ]);
});
