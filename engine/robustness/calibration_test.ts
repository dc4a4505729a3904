/** A small part of the calibration (`deno task bench calibration` is the whole): who gets past the lab, and who does not. */
import assert from "node:assert/strict";
import { compileStrategy, runBacktest } from "../mod.ts";
import { type CalibrationCase, edgeFree, plantedEdge } from "../testing/calibration.ts";
import { runRobustness } from "./run_robustness.ts";

const EDGE_FREE = 24;
const PLANTED = 6;

async function verdictsOf(count: number, caseOf: (k: number) => CalibrationCase) {
  const verdicts: string[] = [];
  for (let k = 0; k < count; k++) {
    const one = caseOf(k);
    const compiled = compileStrategy(one.document);
    assert.ok(compiled.ok, `${k}`);
    const { metrics } = runBacktest(one.candles, compiled.plan, one.settings);
    if (!(metrics.total_return! > 0)) continue;
    verdicts.push((await runRobustness(one)).verdict);
  }
  return verdicts;
}

const survivors = (verdicts: readonly string[]) =>
  verdicts.filter((verdict) => verdict === "survives").length;

Deno.test("calibration: strategies without an edge that made money by luck do not survive", async () => {
  const verdicts = await verdictsOf(EDGE_FREE, edgeFree);
  assert.ok(verdicts.length >= EDGE_FREE / 4, `${verdicts.length} made money`);
  assert.ok(survivors(verdicts) <= 1, verdicts.join(", "));
  assert.ok(verdicts.includes("refuted"), verdicts.join(", "));
});

Deno.test("calibration: a planted edge survives", async () => {
  const verdicts = await verdictsOf(PLANTED, (k) => plantedEdge(k));
  assert.equal(verdicts.length, PLANTED, "all of them made money");
  assert.ok(survivors(verdicts) >= PLANTED - 1, verdicts.join(", "));
});

Deno.test("calibration: without the momentum, the same strategy does not survive", async () => {
  const verdicts = await verdictsOf(PLANTED, (k) => plantedEdge(k, 0));
  assert.equal(survivors(verdicts), 0, verdicts.join(", "));
});
