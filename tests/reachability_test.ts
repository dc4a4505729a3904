/**
 * Unreachable code: modules that no entry point imports, directly or through others, and exports that nothing imports and
 * their own module does not use.
 */
import assert from "node:assert/strict";
import { join } from "node:path/posix";
import {
  importsOf,
  isTest,
  readSources,
  resolveImport,
  root,
  type SourceFile,
} from "./source_tree.ts";

/** What is started by its path: scripts are named there. */
const STARTERS = ["deno.json", "package.json", "Dockerfile", "docker-compose.yml"];

const files = await readSources();

Deno.test("reachability: every module is reached from an entry point", async () => {
  const entries = await entriesOf(files);
  assert.ok(entries.has("main.ts") && entries.has("bench/main.ts"), "entries were not found");
  assert.deepEqual(unreached(files, entries), []);
});

Deno.test("reachability: a module or a test's part that nothing leads to is named", async () => {
  const entries = await entriesOf(files);
  const lost = [
    source("server/limits/lost.ts", `import "./quota.ts";`),
    source("engine/testing/lost.ts", ""),
  ];
  assert.deepEqual(unreached([...files, ...lost], entries), [
    "server/limits/lost.ts",
    "engine/testing/lost.ts",
  ]);
  // A test does not make the product use what it tests.
  const test = source("server/limits/lost_test.ts", `import "./lost.ts";`);
  assert.deepEqual(unreached([...files, lost[0]!, test], entries), ["server/limits/lost.ts"]);
});

Deno.test("reachability: each import of a kind leads on", () => {
  const chain = [
    source("main.ts", `import { a } from "./a.ts";`),
    source("a.ts", `export * from "./b.ts";`),
    source("b.ts", `const later = () => import("./c.tsx");`),
    source("c.tsx", `new Worker(new URL("./d.ts", import.meta.url), { type: "module" });`),
    source("d.ts", `import type { E } from "./e.ts";`),
    source("e.ts", `import "./f.ts?worker";`),
    source("f.ts", `// import "./g.ts";`),
    source("g.ts", ""),
  ];
  assert.deepEqual(unreached(chain, new Set(["main.ts"])), ["g.ts"]);
});

Deno.test("reachability: every export is imported, or used where it is", () => {
  assert.deepEqual(unusedExports(files), []);
});

Deno.test("reachability: exports that nothing uses are named, however they are written", () => {
  const found = unusedExports([
    source(
      "a.ts",
      `export const used = 1;
export const inside = 2;
export const half = inside / 2;
export async function lost(): Promise<void> {}
export type Lost = string;
export { other as renamed, type Kept } from "./b.ts";`,
    ),
    source(
      "b.ts",
      `export const other = 1;
export interface Kept {}
export class Lost {}`,
    ),
    source("c.ts", `export const first = 1;`),
    source(
      "d.ts",
      `import { used, half as part } from "./a.ts";
import type { Kept } from "./a.ts";`,
    ),
    source("e.ts", `import * as all from "./c.ts"; const later = await import("./c.ts");`),
  ]);
  assert.deepEqual(found, ["a.ts: lost", "a.ts: Lost", "a.ts: renamed", "b.ts: Lost"]);
});

/** Modules that are started, not imported. */
async function entriesOf(files: readonly SourceFile[]): Promise<ReadonlySet<string>> {
  const texts = await Promise.all(STARTERS.map((name) => Deno.readTextFile(join(root, name))));
  const started = texts.flatMap((text) => text.match(/\b(?:tools|bench)\/[\w/]+\.ts\b/g) ?? []);
  // Tools start each other, and what tests need, as commands.
  const commands = files.filter(({ path }) => path.startsWith("tools/") && !isTest(path))
    .flatMap(({ code }) => code.match(/(?<=")(?:tools|tests)\/[\w/]+\.ts(?=")/g) ?? []);
  const islands = files.filter(({ path }) => path.startsWith("islands/") && !isTest(path));
  return new Set([
    "main.ts",
    "worker.ts",
    "vite.config.ts",
    ...started,
    ...commands,
    ...islands.map(({ path }) => path),
  ]);
}

/** Modules of the product that no entry leads to, and parts of tests that no test and no entry does. */
function unreached(files: readonly SourceFile[], entries: ReadonlySet<string>): string[] {
  const product = reachedFrom([...entries], files);
  const tests = files.map(({ path }) => path).filter((path) => /_test\.tsx?$/.test(path));
  const all = reachedFrom([...entries, ...tests], files);
  return files.map(({ path }) => path)
    .filter((path) => !(isTest(path) ? all : product).has(path))
    // The names of a stylesheet's classes: `styles_test.ts` names a stylesheet that is in no page, and unused classes.
    .filter((path) => !path.endsWith(".module.css.ts"));
}

function reachedFrom(
  entries: readonly string[],
  files: readonly SourceFile[],
): ReadonlySet<string> {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set(entries.filter((path) => byPath.has(path)));
  // A set goes on with what is added while it is walked.
  for (const path of reached) {
    for (const specifier of byPath.get(path)!.imports) {
      const target = resolveImport(path, specifier);
      if (target !== null && byPath.has(target)) reached.add(target);
    }
  }
  return reached;
}

/** `path: name` of exports that are neither imported by another module nor mentioned again in their own. */
function unusedExports(files: readonly SourceFile[]): string[] {
  const codes = new Map(files.map(({ path, code }) => [path, withoutComments(code)]));
  const imported = new Map<string, Set<string>>();
  /** Modules of which a name can be taken without its being written in an import. */
  const whole = new Set<string>();
  for (const [path, code] of codes) {
    const named =
      /^\s*(?:import|export)\s+(?:type\s+)?(?:\w+\s*,\s*)?\{([^}]*)\}\s*from\s*["']([^"']+)["']/gm;
    for (const [, list, specifier] of code.matchAll(named)) {
      const target = resolveImport(path, specifier!);
      if (target === null) continue;
      const names = imported.get(target) ?? new Set();
      for (const name of namesIn(list!, 0)) names.add(name);
      imported.set(target, names);
    }
    const wholly =
      /\b(?:import|export)\s*\*[^"';]*from\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)|\bnew URL\(\s*["'](\.[^"']+)["']/g;
    for (const match of code.matchAll(wholly)) {
      const target = resolveImport(path, (match[1] ?? match[2] ?? match[3])!);
      if (target !== null) whole.add(target);
    }
  }
  return files.flatMap(({ path }) => {
    if (whole.has(path) || /_test\.tsx?$/.test(path)) return [];
    const code = codes.get(path)!;
    return exportsOf(code)
      .filter((name) => !imported.get(path)?.has(name) && mentions(code, name) < 2)
      .map((name) => `${path}: ${name}`);
  });
}

function exportsOf(code: string): string[] {
  const declared =
    /^export\s+(?:abstract\s+|async\s+)*(?:const|let|function\*?|class|interface|type|enum)\s+(\w+)/gm;
  const listed = /^export\s+(?:type\s+)?\{([^}]*)\}/gm;
  return [
    ...[...code.matchAll(declared)].map((match) => match[1]!),
    ...[...code.matchAll(listed)].flatMap((match) => namesIn(match[1]!, -1)),
  ];
}

/** `a, type b as c` → the names before `as` (0), or those behind it (-1). */
function namesIn(list: string, side: 0 | -1): string[] {
  return list.split(",")
    .map((part) => part.trim().replace(/^type\s+/, "").split(/\s+as\s+/).at(side)!)
    .filter((name) => name !== "");
}

function mentions(code: string, name: string): number {
  return code.match(new RegExp(`\\b${name}\\b`, "g"))?.length ?? 0;
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

function source(path: string, code: string): SourceFile {
  return { path, code, imports: importsOf(code) };
}
