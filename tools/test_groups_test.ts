import assert from "node:assert/strict";
import { join } from "node:path";
import { groupTests, writeGroups } from "./test_groups.ts";

const app = `import { testApp } from "../../tests/support/app.ts";`;
const page = `import { testEditor } from "./editor_page.ts";`;
const sources = [
  { path: "routes/api/a_test.ts", code: `${app}\n// long`.padEnd(900) },
  { path: "routes/api/b_test.ts", code: app.padEnd(500) },
  { path: "server/jobs/c_test.ts", code: app.padEnd(450) },
  { path: "server/jobs/alone_test.ts", code: `Deno.test("x", () => {});` },
  { path: "features/x/Card_test.tsx", code: app },
  { path: "tests/e2e/d_test.ts", code: page },
  { path: "tests/e2e/e_test.ts", code: page },
  {
    path: "tests/e2e/alone_test.ts",
    code: `import { launchBrowser } from "./browser_harness.ts";`,
  },
  { path: "tests/e2e/editor_page.ts", code: `import "../support/app.ts";` },
];

Deno.test("test groups: files that open the app are shared out by their length", () => {
  assert.deepEqual(groupTests(sources, "server", 2), [
    ["routes/api/a_test.ts"],
    ["routes/api/b_test.ts", "server/jobs/c_test.ts"],
  ]);
  assert.deepEqual(groupTests(sources, "browser", 1), [[
    "tests/e2e/d_test.ts",
    "tests/e2e/e_test.ts",
  ]]);
});

Deno.test("test groups: what needs modules alone is one kind, what waits for threads is not", () => {
  const code = `Deno.test("x", () => {});`;
  const paths = [
    "engine/a_test.ts",
    "engine/testing/a.ts",
    "studio/document/b_test.ts",
    "studio/live/c_test.ts",
    "features/d_test.ts",
  ];
  assert.deepEqual(groupTests(paths.map((path) => ({ path, code })), "pure", 1), [[
    "engine/a_test.ts",
    "studio/document/b_test.ts",
  ]]);
});

Deno.test("test groups: there are no empty ones", () => {
  assert.equal(groupTests(sources, "browser", 5).length, 2);
  assert.deepEqual(groupTests([], "server", 3), []);
});

Deno.test("test groups: a module loads the files of its group", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(join(folder, "one_test.ts"), `Deno.test("one", () => {});`);
    await Deno.writeTextFile(join(folder, "two_test.ts"), `Deno.test("two", () => {});`);
    const where = { root: folder, folder, name: "group" };
    const [module = ""] = await writeGroups([["one_test.ts", "two_test.ts"]], where);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-config", module],
      env: { NO_COLOR: "1" },
    }).output();
    assert.match(new TextDecoder().decode(stdout), /2 passed \| 0 failed/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
