/** A small part of the calibration (`deno task bench calibration` is the whole): who gets past the lab, and who does not. */
import assert from "node:assert/strict";
import { compileStrategy, runBacktest } from "../mod.ts";
import { type CalibrationCase, edgeFree, plantedEdge } from "../testing/calibration.ts";
import { runRobustness } from "./run_robustness.ts";

const EDGE_FREE = 30;
const PLANTED = 6;
/** Of so few, more may get past than of many. */
const MOST_LUCKY = 0.17;
const LEAST_PLANTED = 0.75;

/** How many made money, and the verdict on each of them that `timing` does not rule out by itself. */
async function judged(count: number, caseOf: (k: number) => CalibrationCase) {
  let gained = 0;
  const verdicts: string[] = [];
  for (let k = 0; k < count; k++) {
    const one = caseOf(k);
    const compiled = compileStrategy(one.document);
    assert.ok(compiled.ok, `${k}`);
    const { metrics } = runBacktest(one.candles, compiled.plan, one.settings);
    if (!(metrics.total_return! > 0)) continue;
    gained++;
    const { answers } = await runRobustness({ ...one, tests: ["timing"] });
    if (answers.timing !== "held") continue;
    const { verdict } = await runRobustness(one);
    assert.ok(verdict !== "no_gain", `${k}`);
    verdicts.push(verdict);
  }
  const survivors = verdicts.filter((verdict) => verdict === "survives").length;
  return { gained, survivors, told: verdicts.join(", ") };
}

Deno.test("calibration: few strategies without an edge that made money by luck survive", async () => {
  const { gained, survivors, told } = await judged(EDGE_FREE, edgeFree);
  assert.ok(gained >= EDGE_FREE / 4, `${gained} made money`);
  assert.ok(survivors <= MOST_LUCKY * gained, `of ${gained}: ${told}`);
});

Deno.test("calibration: a planted edge survives", async () => {
  const { gained, survivors, told } = await judged(PLANTED, (k) => plantedEdge(k));
  assert.ok(gained >= 0.8 * PLANTED, `${gained} made money`);
  assert.ok(survivors >= LEAST_PLANTED * gained, `of ${gained}: ${told}`);
});

Deno.test("calibration: without the momentum, the same strategy does not survive", async () => {
  const { survivors, told } = await judged(3 * PLANTED, (k) => plantedEdge(k, 0));
  assert.equal(survivors, 0, told);
});
