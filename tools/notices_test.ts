import assert from "node:assert/strict";
import { readLock } from "./lock_file.ts";
import { closureOf, noticesText, packagesIn, shippedImports } from "./notices.ts";

Deno.test("notices: THIRD_PARTY_NOTICES.md is what `deno task notices` writes", async () => {
  const written = await Deno.readTextFile(
    new URL("../THIRD_PARTY_NOTICES.md", import.meta.url),
  );
  assert.ok(written === await noticesText(), "out of date: run deno task notices");
});

Deno.test("notices: server, browser and style sheets count; build, tests and benches do not", async () => {
  const names = await shippedImports();
  for (const name of ["hono", "ccxt", "uplot", "@xyflow/react", "@fontsource-variable/inter"]) {
    assert.ok(names.has(name), name);
  }
  for (const name of ["vite", "playwright-core", "fast-check", "grademark"]) {
    assert.ok(!names.has(name), name);
  }
});

Deno.test("notices: a package is found in every form of import", () => {
  const cases: readonly [string, readonly string[]][] = [
    ['import { a } from "kysely/migration";', ["kysely"]],
    ['export * from "@scope/name/part";', ["@scope/name"]],
    ['import "uplot/dist/uPlot.min.css";', ["uplot"]],
    ['const { binance } = await import("ccxt");', ["ccxt"]],
    ['@import "@xyflow/react/dist/base.css" layer(base);', ["@xyflow/react"]],
    ['src: url("@fontsource/x/files/a.woff2") format("woff2");', ["@fontsource/x"]],
    ['import { join } from "node:path"; import { b } from "./b.ts";', []],
    ['background: url("./a.svg");', []],
    ['<b title={`from "${name}"`} type="text"/>', []],
  ];
  for (const [code, expected] of cases) assert.deepEqual(packagesIn(code), expected, code);
});

Deno.test("notices: everything a package needs, in the version that is locked for it", () => {
  const lock = readLock(JSON.stringify({
    npm: {
      "app@1.0.0_peer@2.0.0": { dependencies: ["twice@1.0.0", "peer"] },
      "peer@2.0.0": { optionalDependencies: ["binding-linux", "not-locked"] },
      "binding-linux@2.0.0": { os: ["linux"], cpu: ["x64"] },
      "twice@1.0.0": {},
      "twice@2.0.0": {},
      "other@1.0.0": { dependencies: ["twice@2.0.0"] },
    },
  }));
  assert.deepEqual(
    closureOf(lock, new Set(["app"])).map(({ id }) => id),
    ["app@1.0.0", "peer@2.0.0", "twice@1.0.0"],
  );
  assert.throws(
    () => readLock(JSON.stringify({ npm: { "a@1.0.0": { dependencies: ["b"] } } })),
    /a@1\.0\.0 needs b/,
  );
});
