import assert from "node:assert/strict";
import { root } from "../tests/source_tree.ts";
import { modulesFrom, serverModules } from "./server_modules.ts";

Deno.test("server modules: what the server imports, draws pages with or starts as a worker is among them", async () => {
  const modules = await serverModules(root);
  for (
    const path of [
      "main.ts",
      "worker.ts",
      "engine/blocks/indicators/roc.ts",
      "features/learn/how/HowBacktestsWork.tsx",
      "migrations/0001_core_tables.ts",
      "server/accounts/password_worker.ts",
      "server/backtests/engine_thread.ts",
    ]
  ) {
    assert.ok(modules.has(path), path);
    assert.ok((await Deno.stat(`${root}${path}`)).isFile, path);
  }
});

Deno.test("server modules: what browsers, tests and commands alone run is not", async () => {
  const modules = await serverModules(root);
  const inBrowser: string[] = [];
  for await (const { name } of Deno.readDir(`${root}islands`)) inBrowser.push(`islands/${name}`);
  assert.ok(inBrowser.length > 5);
  for (const path of inBrowser) assert.ok(!modules.has(path), path);
  assert.deepEqual(
    [...modules].filter((path) => /_test\.|^(?:tests|tools|bench)\//.test(path)),
    [],
  );
  // The live result's worker is started by the editor's island.
  const studio = [...modules].filter((path) => path.startsWith("studio/live/"));
  let all = 0;
  for await (const { name } of Deno.readDir(`${root}studio/live`)) {
    if (/\.tsx?$/.test(name) && !name.includes("_test.")) all++;
  }
  assert.ok(studio.length < all, "all of the live result is run by the server");
});

Deno.test("server modules: every form of import is followed, types and packages are not", async () => {
  const files: Readonly<Record<string, string>> = {
    "main.ts": `
      import { a } from "./server/a.ts";
      import type { T } from "./server/types.ts";
      export type { U } from "./server/more_types.ts";
      import "./server/effect.ts";
      import { Hono } from "hono";
      // import { x } from "./server/comment.ts";
      const late = await import("./server/late.ts");
      new Worker(new URL("./server/thread.ts", import.meta.url), { type: "module" });
      export * from "./server/again.ts";`,
    "server/a.ts": 'import { b, type C } from "../engine/b.ts"; import { m } from "../main.ts";',
    "engine/b.ts": 'import { missing } from "./missing.ts";',
    "server/types.ts": 'import { never } from "./never.ts";',
  };
  const modules = await modulesFrom("main.ts", (path) => Promise.resolve(files[path] ?? null));
  assert.deepEqual([...modules].sort(), [
    "engine/b.ts",
    "engine/missing.ts",
    "main.ts",
    "server/a.ts",
    "server/again.ts",
    "server/effect.ts",
    "server/late.ts",
    "server/thread.ts",
  ]);
});
