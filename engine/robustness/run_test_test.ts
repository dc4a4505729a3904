/** One test at a time, as threads ask for them, against all of them in one go. */
import assert from "node:assert/strict";
import { DEFAULT_SETTINGS, sliceCandles, TEMPLATES } from "../mod.ts";
import { randomWalk } from "../testing/random_walk.ts";
import { Lab } from "./lab.ts";
import { ROBUSTNESS_TESTS, type RobustnessTestName } from "./mod.ts";
import { runRobustness, runTest } from "./run_robustness.ts";
import { walkForwardCurves } from "./walk_forward_curves.ts";

const candles = randomWalk({ bars: 2_000, seed: 11 });
const document = TEMPLATES.find(({ id }) => id === "ema_trend")!.document;
const settings = DEFAULT_SETTINGS;

Deno.test("runTest: each test alone, in a lab of its own, gives every digit of the whole", async () => {
  const whole = await runRobustness({ candles, document, settings });
  for (const { name } of ROBUSTNESS_TESTS) {
    const key = name as RobustnessTestName;
    const lab = new Lab({ candles, document, settings });
    const { out, reason, answer } = await runTest(lab, key);
    assert.deepEqual(out, whole.outcomes[key], name);
    assert.equal(reason, whole.skipped[key] ?? null, name);
    assert.equal(answer, whole.answers[name] ?? null, name);
  }
});

Deno.test("runTest: another order of the tests changes nothing", async () => {
  const whole = await runRobustness({ candles, document, settings });
  const lab = new Lab({ candles, document, settings });
  for (const { name } of ROBUSTNESS_TESTS.toReversed()) {
    const key = name as RobustnessTestName;
    assert.deepEqual((await runTest(lab, key)).out, whole.outcomes[key], name);
  }
});

Deno.test("runTest: what was drawn by chance is there for pictures, sorted", async () => {
  const lab = new Lab({ candles, document, settings });
  const { out } = await runTest(lab, "noise");
  const drawn = lab.drawn.get("noise")!;
  assert.equal(drawn.length, 200);
  assert.deepEqual([...drawn], [...drawn].sort((a, b) => a - b));
  assert.equal(drawn.filter((value) => value > 0).length / 200, out!.gain_share);
});

Deno.test("walkForwardCurves: out of sample it ends where the test does, and folds join", async () => {
  const lab = new Lab({ candles, document, settings });
  const { out } = await runTest(lab, "walk_forward");
  const curves = walkForwardCurves(lab, out!.folds);
  assert.equal(curves.length, 5);
  assert.equal(curves.at(-1)!.test.at(-1)! - 1, out!.total_return);
  curves.forEach(({ train, test }, k) => {
    const { train_return, test_return } = out!.folds[k]!;
    assert.ok(Math.abs(train.at(-1)! - 1 - train_return!) < 1e-12);
    const before = k === 0 ? 1 : curves[k - 1]!.test.at(-1)!;
    assert.ok(Math.abs(test.at(-1)! / before - 1 - test_return) < 1e-12);
  });
});

Deno.test("robustness: a run that never bought refutes nothing: every test cannot tell", async () => {
  const { answers, verdict } = await runRobustness({
    candles: sliceCandles(candles, 0, 60),
    document: TEMPLATES.find(({ id }) => id === "golden_cross")!.document,
    settings,
  });
  for (const { name, answer } of ROBUSTNESS_TESTS) {
    if (answer) assert.equal(answers[name], "cannot_tell", name);
  }
  assert.equal(verdict, "no_gain");
});
