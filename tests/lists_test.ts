/**
 * Things that come as a file and a line in a list: a file whose line is missing would do nothing, and nothing else would tell.
 * Blocks have the same test in `engine/blocks/contract_test.ts`, pages of the browser's tests in `tests/e2e/pages_test.ts`.
 */
import assert from "node:assert/strict";
import { join } from "node:path/posix";
import { importsOf, root } from "./source_tree.ts";

interface List {
  readonly folder: string;
  readonly list: string;
  /** What a file that belongs into the list has in it; other files of the folder are parts of those. */
  readonly entry: RegExp;
  /** How many there are at least: fewer would mean that they were not recognized. */
  readonly atLeast?: number;
  /** Where its behaviour is tested: in a file beside it, or by its name in one of these of the folder. */
  readonly tests?: "beside" | readonly string[];
}

const LISTS: readonly List[] = [
  {
    folder: "engine/metrics",
    list: "engine/metrics/mod.ts",
    entry: /^export const \w+: Metric</m,
    tests: ["metric_values_test.ts", "metrics_test.ts"],
  },
  {
    folder: "engine/strategy/templates",
    list: "engine/strategy/templates/mod.ts",
    entry: /^export const \w+: StrategyTemplate =/m,
  },
  {
    folder: "engine/robustness",
    list: "engine/robustness/mod.ts",
    entry: /^export const \w+ = defineTest\(/m,
    atLeast: 12,
  },
  {
    folder: "features/learn/trust/stories",
    list: "features/learn/trust/stories/mod.ts",
    entry: /^export const \w+: TestStory =/m,
    atLeast: 12,
  },
  { folder: "migrations", list: "migrations/mod.ts", entry: /^export async function up\b/m },
  {
    folder: "server/jobs",
    list: "server/jobs/mod.ts",
    entry: /^export const \w+ = defineJob\(/m,
    atLeast: 1,
    tests: "beside",
  },
  {
    folder: "server/market_data/vendors",
    list: "server/market_data/vendors/mod.ts",
    entry: /^export const \w+: VendorDefinition =/m,
    atLeast: 1,
    tests: "beside",
  },
  {
    folder: "contracts/endpoints",
    list: "contracts/endpoints/mod.ts",
    entry: /^export const \w+Endpoints\b/m,
  },
  { folder: "routes/api", list: "routes/api/mod.ts", entry: /^export const \w+Handlers\b/m },
  { folder: "routes/pages", list: "routes/pages/mod.tsx", entry: /^export const \w+Pages\b/m },
  {
    folder: "routes/pages",
    list: "routes/pages/admin.tsx",
    entry: /^export const \w+Panel: AdminPanel =/m,
    atLeast: 6,
  },
];

/** Files of a folder that belong into its list and are not imported there, or imported and then left out. */
function missing({ list, entry }: List, files: ReadonlyMap<string, string>): string[] {
  const listName = list.slice(list.lastIndexOf("/") + 1);
  const code = files.get(listName) ?? "";
  const listed = new Set(importsOf(code));
  const rest = code.replace(/^import [^;]*;$/gm, "");
  for (
    const [, all, some, specifier = ""] of code.matchAll(
      /^import (?:\* as (\w+)|\{([^}]*)\}) from "([^"]+)";/gm,
    )
  ) {
    const names = (all ?? some ?? "").match(/\w+/g) ?? [];
    const used = names.some((name) => new RegExp(`\\b${name}\\b`).test(rest));
    if (!used) listed.delete(specifier);
  }
  return [...files].flatMap(([name, code]) =>
    name !== listName && entry.test(code) && !listed.has(`./${name}`) ? [name] : []
  );
}

/** Files of a list that none of its tests is about. */
function untested(
  { entry, tests = [] }: List,
  files: ReadonlyMap<string, string>,
  testFiles: ReadonlyMap<string, string>,
): string[] {
  return [...files].filter(([, code]) => entry.test(code)).map(([name]) => name).filter((name) => {
    const stem = name.replace(/\.tsx?$/, "");
    if (tests === "beside") return !testFiles.has(`${stem}_test.ts`);
    const mentioned = new RegExp(`"\\./${stem}\\.ts"|\\.${stem}\\b`);
    return !tests.some((test) => mentioned.test(testFiles.get(test) ?? ""));
  });
}

async function readFolder(folder: string, tests = false): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for await (const { name, isFile } of Deno.readDir(join(root, folder))) {
    if (!isFile || !/\.tsx?$/.test(name) || /_test\.tsx?$/.test(name) !== tests) continue;
    files.set(name, await Deno.readTextFile(join(root, folder, name)));
  }
  return files;
}

for (const list of LISTS) {
  Deno.test(`lists: every file of ${list.folder} has its line in ${list.list}`, async () => {
    const files = await readFolder(list.folder);
    const entries = [...files.values()].filter((code) => list.entry.test(code));
    assert.ok(entries.length >= (list.atLeast ?? 4), "the files of the list were not found");
    assert.deepEqual(missing(list, files), [], `without a line in ${list.list}`);
  });

  Deno.test(`lists: a file of ${list.folder} whose line is taken out is named`, async () => {
    const files = await readFolder(list.folder);
    const listName = list.list.slice(list.list.lastIndexOf("/") + 1);
    for (const [name, code] of files) {
      if (name === listName || !list.entry.test(code)) continue;
      const lines = files.get(listName)!.split("\n");
      const imported = lines.find((line) => line.includes(`./${name}"`))!;
      const [, id = ""] = /(\w+)(?: \})? from/.exec(imported) ?? [];
      const without = {
        "its import": lines.filter((line) => line !== imported),
        "its place": lines.filter((line) =>
          line === imported || !new RegExp(`\\b${id}\\b`).test(line)
        ),
      };
      for (const [what, left] of Object.entries(without)) {
        const found = missing(list, new Map(files).set(listName, left.join("\n")));
        assert.deepEqual(found, [name], `without ${what}`);
      }
    }
  });
}

for (const list of LISTS) {
  if (list.tests === undefined) continue;
  Deno.test(`lists: every entry of ${list.folder} is tested`, async () => {
    const files = await readFolder(list.folder);
    const testFiles = await readFolder(list.folder, true);
    assert.deepEqual(untested(list, files, testFiles), []);
    const entries = [...files].filter(([, code]) => list.entry.test(code)).map(([name]) => name);
    assert.deepEqual(untested(list, files, new Map()), entries, "without the tests all are named");
  });
}

Deno.test("lists: every job is dispatched by the services", async () => {
  const jobs = (await import("../server/jobs/mod.ts")).JOBS.map(({ name }) => name);
  const files = await readFolder("server/jobs");
  const services = await Deno.readTextFile(join(root, "server/services.ts"));
  const undispatched = (code: string) =>
    [...files.values()].flatMap((file) => {
      const id = /^export const (\w+) = defineJob\(/m.exec(file)?.[1];
      return id !== undefined && !code.includes(`dispatching(${id})`) ? [id] : [];
    });
  assert.deepEqual(undispatched(services), []);
  assert.equal(undispatched("").length, jobs.length, "without services.ts all are named");
});

Deno.test("lists: migrations run in the order of their names, and are named as their files", async () => {
  const { MIGRATIONS } = await import("../migrations/mod.ts");
  const files = [...(await readFolder("migrations")).keys()].filter((name) => name !== "mod.ts");
  const names = files.map((name) => name.replace(/\.ts$/, "")).sort();
  assert.deepEqual(Object.keys(MIGRATIONS), names);
  // A number may be left out, for a migration that was never landed.
  for (const name of names) assert.match(name, /^\d{4}_[a-z_]+$/);
  assert.equal(
    new Set(names.map((name) => name.slice(0, 4))).size,
    names.length,
    "no number twice",
  );
});
