import assert from "node:assert/strict";
import { lanesOf, readRequest } from "./test_lanes.ts";

Deno.test("test lanes: without paths, tests in a browser and all others run beside each other", () => {
  const lanes = lanesOf(readRequest([]), null);
  const covered = ["engine", "server", "studio", "contracts", "routes"];
  assert.deepEqual(lanes.map((list) => list.map(({ args }) => args)), [
    [["--parallel", "tests/e2e"]],
    [
      ["--parallel", ...covered],
      ["--parallel", `--ignore=tests/e2e,${covered.join(",")}`],
    ],
  ]);
  assert.deepEqual(lanes.flat().map(({ coverage }) => coverage), [false, true, false]);
});

Deno.test("test lanes: files and flags that are named are run as they are", () => {
  const args = ["--filter=x", "server/db"];
  assert.deepEqual(lanesOf(readRequest(args), null), [[{ args, jobs: null, coverage: false }]]);
});

Deno.test("test lanes: changes count since the last commit, or since the one that is named", () => {
  assert.deepEqual(readRequest(["--changed"]), { changedSince: "HEAD", args: [] });
  assert.deepEqual(readRequest(["--changed", "main", "--fail-fast"]), {
    changedSince: "main",
    args: ["--fail-fast"],
  });
  assert.deepEqual(readRequest(["--changed", "--fail-fast"]), {
    changedSince: "HEAD",
    args: ["--fail-fast"],
  });
});

Deno.test("test lanes: a change that reaches no test runs none, rather than all", () => {
  assert.deepEqual(lanesOf(readRequest(["--changed"]), []), []);
  const [[lane] = []] = lanesOf(readRequest(["--changed", "--fail-fast"]), ["a_test.ts"]);
  assert.deepEqual(lane?.args, ["--parallel", "--fail-fast", "a_test.ts"]);
});
