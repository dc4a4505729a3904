import assert from "node:assert/strict";
import { curvePaths, driftOf, foldBars } from "./walk_forward_view.ts";

const folds = [0, 1, 2, 3, 4].map((k) => ({
  train_from: 100 * k,
  train_to: 100 * (k + 3),
  test_from: 100 * (k + 3),
  test_to: 100 * (k + 4),
  params: { "rsi.period": [14, 14, 18, 10, 14][k]!, "rsi.level": 30 },
  train_sharpe: 1,
  train_return: 0.1,
  test_return: 0.1,
  num_trades: 3,
}));
const curves = [0, 1, 2, 3, 4].map((k) => ({
  train: Float64Array.from([1, 1.1]),
  test: Float64Array.from([1 + k / 10, 1.1 + k / 10]),
}));

Deno.test("walk-forward curves: each stands where its time is, and tests go on from each other", () => {
  const { train, test, splits, startY } = curvePaths(folds, curves, { width: 800, height: 104 });
  assert.deepEqual(splits, [300, 400, 500, 600, 700]);
  assert.match(train[1]!, /^M100 .*L400 /);
  const end = /L([\d.]+ [\d.]+)$/.exec(test[0]!)![1];
  assert.ok(test[1]!.startsWith(`M${end}L`), `${test[0]} then ${test[1]}`);
  // The highest value is at the top, the starting capital at the bottom.
  assert.match(test[4]!, / 2$/);
  assert.equal(startY.test, 102);
});

Deno.test("walk-forward curves: equity that never moves is drawn as a line", () => {
  const flat = curves.map(() => ({ train: Float64Array.of(1, 1), test: Float64Array.of(1) }));
  const { test, train } = curvePaths(folds, flat, { width: 800, height: 100 });
  assert.doesNotMatch([...test, ...train].join(), /NaN|Infinity/);
});

Deno.test("walk-forward folds: each is where its time is, with what was chosen in it", () => {
  assert.deepEqual(
    foldBars(folds).map(({ before, train, test }) => [before, train, test]),
    [0, 12.5, 25, 37.5, 50].map((before) => [before, 37.5, 12.5]),
  );
  assert.deepEqual(foldBars(folds)[2], {
    chosen: [18, 30],
    testReturn: 0.1,
    before: 25,
    train: 37.5,
    test: 12.5,
  });
});

Deno.test("walk-forward drift: how the chosen numbers went up and down", () => {
  const [period, level] = driftOf(folds);
  assert.deepEqual(period!.values, [14, 14, 18, 10, 14]);
  assert.deepEqual(period!.heights, [0.5, 0.5, 1, 0, 0.5]);
  assert.deepEqual(level!.heights, [0.5, 0.5, 0.5, 0.5, 0.5]);
});
