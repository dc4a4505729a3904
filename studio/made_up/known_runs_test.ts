import assert from "node:assert/strict";
import { ROBUSTNESS_NAMES } from "../../text/robustness/test_words.ts";
import { LUCKY_TRIES, materialOf, testedOf } from "./known_runs.ts";

Deno.test("known runs: both gain, and enough trades to tell", async () => {
  for (const run of ["edge", "luck"] as const) {
    const { run: found } = await testedOf(run, "order");
    assert.ok(found.totalReturn! > 0.1, run);
    assert.ok(found.closedTrades >= 30, run);
  }
});

Deno.test("known runs: no test refutes the edge; timing, walk-forward and skill refute the luck", async () => {
  const answers = async (run: "edge" | "luck") =>
    Object.fromEntries(
      await Promise.all(
        ROBUSTNESS_NAMES.map(async (name) => [name, (await testedOf(run, name)).answer] as const),
      ),
    );
  const edge = await answers("edge");
  assert.deepEqual(ROBUSTNESS_NAMES.filter((name) => edge[name] === "failed"), []);
  assert.equal(edge.timing, "held");
  const luck = await answers("luck");
  for (const name of ["timing", "walk_forward", "skill", "markets"]) {
    assert.equal(luck[name], "failed", name);
  }
  // What the pages about these two tests say: a run without an edge holds as well.
  for (const name of ["noise", "parameters"]) assert.equal(luck[name], "held", name);
});

Deno.test("known runs: the lucky one is told as the best of its tries", () => {
  const { trials, others } = materialOf("luck");
  assert.equal(trials?.count, LUCKY_TRIES);
  assert.ok(trials!.variance > 0);
  assert.equal(others?.length, 8);
});
