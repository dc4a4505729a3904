import assert from "node:assert/strict";
import { lanesOf, LONG_COMPUTATIONS, readRequest } from "./test_lanes.ts";

const none = {
  server: { modules: [], files: [], alone: ["engine/x_test.ts"] },
  browser: { modules: [], files: [], alone: ["tests/e2e/x_test.ts"] },
  others: ["tools/x_test.ts"],
};

Deno.test("test lanes: without paths, tests in a browser and all others run beside each other", () => {
  const lanes = lanesOf(readRequest([]), null, none);
  assert.deepEqual(lanes.map((list) => list.map(({ args }) => args)), [
    [["--parallel", "tests/e2e/x_test.ts"]],
    [
      ["--parallel", "engine/x_test.ts"],
      ["--parallel", "tools/x_test.ts"],
    ],
  ]);
  assert.deepEqual(lanes.flat().map(({ coverage }) => coverage), [false, true, false]);
});

Deno.test("test lanes: files and flags that are named are run as they are", () => {
  const args = ["--filter=x", "server/db"];
  assert.deepEqual(lanesOf(readRequest(args), null, none), [[{
    args,
    jobs: null,
    coverage: false,
  }]]);
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
  assert.deepEqual(lanesOf(readRequest(["--changed"]), [], none), []);
  const [[lane] = []] = lanesOf(readRequest(["--changed", "--fail-fast"]), ["a_test.ts"], none);
  assert.deepEqual(lane?.args, ["--parallel", "--fail-fast", "a_test.ts"]);
});

Deno.test("test lanes: files of a group run by its module, and not once more", () => {
  const groups = {
    server: {
      modules: ["/tmp/server_1_test.ts"],
      files: ["routes/a_test.ts", "server/b_test.ts"],
      alone: ["engine/d_test.ts"],
    },
    browser: {
      modules: ["/tmp/browser_1_test.ts"],
      files: ["tests/e2e/c_test.ts"],
      alone: ["tests/e2e/e_test.ts", "tests/e2e/pages_test.ts"],
    },
    others: [],
  };
  const [browser, others] = lanesOf(readRequest([]), null, groups);
  assert.deepEqual(browser?.[0]?.args, [
    "--parallel",
    "tests/e2e/pages_test.ts",
    "/tmp/browser_1_test.ts",
    "tests/e2e/e_test.ts",
  ]);
  assert.deepEqual(others?.[0]?.args, ["--parallel", "/tmp/server_1_test.ts", "engine/d_test.ts"]);
  const [[lane] = []] = lanesOf(
    readRequest(["--changed"]),
    ["engine/d_test.ts", "routes/a_test.ts", "server/b_test.ts"],
    groups,
  );
  assert.deepEqual(lane?.args, ["--parallel", "/tmp/server_1_test.ts", "engine/d_test.ts"]);
});

Deno.test("test lanes: every long computation is there", async () => {
  for (const path of LONG_COMPUTATIONS) assert.ok((await Deno.stat(path)).isFile, path);
});
