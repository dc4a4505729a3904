import assert from "node:assert/strict";
import { readSources } from "../tests/source_tree.ts";
import { selectTests, type Source } from "./test_selection.ts";

const files: Record<string, string> = {
  "engine/sum.ts": `export const sum = 1;`,
  "engine/sum_test.ts": `import { sum } from "./sum.ts";`,
  "engine/mod.ts": `export { sum } from "./sum.ts";`,
  "server/run.ts": `import { sum } from "../engine/mod.ts";
    new Worker(new URL("./thread.ts", import.meta.url));`,
  "server/thread.ts": `import type { Size } from "../ui/size.ts";`,
  "server/run_test.ts": `import { start } from "../tests/support/start.ts";
    const { run } = await import("./run.ts");`,
  "server/settings_test.ts": `const text = await Deno.readTextFile("docs/settings.md");`,
  "server/mod.ts": ``,
  "ui/Page.tsx": `import "./page.css";`,
  "ui/Page_test.tsx": `import { Page } from "./Page.tsx";`,
  "ui/size.ts": ``,
  "islands/page.tsx": `import { Page } from "../ui/Page.tsx";`,
  "tools/build.ts": `import { build } from "vite";`,
  "tests/support/start.ts": `new Deno.Command("deno", { args: ["run", "tools/build.ts"] });`,
  "tests/support/stored.ts": `Deno.readDir("../corpus/stored/");`,
  "tests/support/stored_test.ts": `import { states } from "./stored.ts";`,
  "tests/source_tree.ts": ``,
  "tests/rooms_test.ts": `import { readSources } from "./source_tree.ts";`,
  "tests/e2e/harness.ts": `import { run } from "../../server/run.ts";`,
  "tests/e2e/page_test.ts": `import { open } from "./harness.ts";`,
  "tests/e2e/sizes_test.ts": `import { open } from "./harness.ts";`,
};
const sources: Source[] = Object.entries(files).map(([path, code]) => ({ path, code }));
const ROOMS = "tests/rooms_test.ts";

function selected(...changed: string[]): readonly string[] {
  return selectTests(changed, sources).tests;
}

Deno.test("test selection: a module reaches the tests of all that run it, over re-exports and workers", () => {
  assert.deepEqual(selected("engine/sum.ts"), [
    "engine/sum_test.ts",
    "server/run_test.ts",
    ROOMS,
  ]);
  assert.deepEqual(selected("server/thread.ts"), ["server/run_test.ts", ROOMS]);
});

Deno.test("test selection: an import of types alone reaches nothing", () => {
  assert.deepEqual(selected("ui/size.ts"), [ROOMS]);
});

Deno.test("test selection: a module that is gone reaches those that still name it", () => {
  const gone = sources.filter(({ path }) => path !== "engine/sum.ts");
  assert.deepEqual(
    selectTests(["engine/sum.ts"], gone).tests,
    ["engine/sum_test.ts", "server/run_test.ts", ROOMS],
  );
});

Deno.test("test selection: what is started as a command reaches those that start it", () => {
  assert.deepEqual(selected("tools/build.ts"), ["server/run_test.ts", ROOMS]);
  assert.deepEqual(selected("islands/page.tsx"), ["server/run_test.ts", ROOMS], "it builds them");
  assert.deepEqual(selected("server/mod.ts"), [ROOMS], "a name that many modules have is no path");
});

Deno.test("test selection: files that are no code reach what imports or reads them or their folder", () => {
  assert.deepEqual(selected("ui/page.css"), ["server/run_test.ts", "ui/Page_test.tsx"]);
  assert.deepEqual(selected("docs/settings.md"), ["server/settings_test.ts"]);
  assert.deepEqual(selected("tests/corpus/stored/a.json.gz"), ["tests/support/stored_test.ts"]);
  assert.deepEqual(selected("LICENSE"), []);
  assert.deepEqual(selected("ops/run"), [], "a word in a string is no path");
  assert.deepEqual(selected(), []);
});

Deno.test("test selection: a test of the whole app is reached through the pages when it asks for one", () => {
  const app: Record<string, string> = {
    "features/Page.tsx": ``,
    "routes/pages/mod.tsx": `import { Page } from "../../features/Page.tsx";`,
    "routes/api.ts": ``,
    "routes/app.tsx": `import "./pages/mod.tsx";\nimport "./api.ts";`,
    "tests/support/app.ts": `import "../../routes/app.tsx";\nconst page = "//";`,
    "tests/support/app_process.ts": `spawn("main.ts");`,
    "main.ts": `import "./routes/app.tsx";`,
    "routes/api_test.ts": `import { get } from "../tests/support/app.ts";\nget("/runs");`,
    "routes/page_test.ts": `import { get } from "../tests/support/app.ts";\nget("//runs");`,
    "routes/start_test.ts": `import { start } from "../tests/support/app_process.ts";`,
  };
  const whole = Object.entries(app).map(([path, code]) => ({ path, code }));
  assert.deepEqual(selectTests(["features/Page.tsx"], whole).tests, [
    "routes/page_test.ts",
    "routes/start_test.ts",
  ]);
  assert.deepEqual(selectTests(["routes/api.ts"], whole).tests, [
    "routes/api_test.ts",
    "routes/page_test.ts",
    "routes/start_test.ts",
  ]);
});

Deno.test("test selection: browser tests run for changes of tests, and are named for others", () => {
  const browser = ["tests/e2e/page_test.ts", "tests/e2e/sizes_test.ts"];
  assert.deepEqual(selectTests(["engine/sum.ts"], sources).leftOut, browser);
  assert.deepEqual(selectTests(["tests/e2e/page_test.ts"], sources), {
    tests: ["tests/e2e/page_test.ts", ROOMS],
    leftOut: [],
  });
  assert.deepEqual(selectTests(["tests/e2e/harness.ts"], sources), {
    tests: [...browser, ROOMS],
    leftOut: [],
  });
});

Deno.test("test selection: what everything is installed and run with reaches every test", () => {
  const { tests, leftOut } = selectTests(["package.json"], sources);
  const all = Object.keys(files).filter((path) => /_test\.tsx?$/.test(path));
  assert.deepEqual([...tests, ...leftOut].sort(), all.sort());
});

Deno.test("test selection: in this project, a kernel reaches server and routes, and a page of the docs its tests", async () => {
  const own = await readSources();
  const kernel = selectTests(["engine/kernels/extremes.ts"], own);
  for (
    const test of [
      "engine/kernels/extremes_test.ts",
      "engine/simulation/reference_test.ts",
      "routes/api/backtests_test.ts",
    ]
  ) assert.ok(kernel.tests.includes(test), test);
  assert.ok(kernel.leftOut.length > 20);
  const docs = selectTests(["docs/settings.md"], own);
  assert.ok(docs.tests.includes("tests/settings_test.ts"));
  assert.ok(docs.tests.length < 20, docs.tests.join(" "));
  const canvas = selectTests(["features/editor/canvas/Canvas.tsx"], own);
  assert.ok(canvas.leftOut.includes("tests/e2e/canvas_test.ts"));
  const feature = selectTests(["features/learn/how/HowBacktestsWork.tsx"], own);
  assert.ok(feature.tests.includes("routes/pages/learn_test.ts"));
});
