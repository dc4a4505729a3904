/** Which tests a change can reach: `deno task test --changed [BASE]`. */
import { join } from "node:path/posix";
import { isBrowserTest, isTestFile } from "./test_files.ts";
import { runtimeImports } from "./server_modules.ts";

export interface Selection {
  /** Test files to run, sorted. */
  readonly tests: readonly string[];
  /**
   * Tests in a browser that are left out. Each of them opens whole pages, so that nearly every change reaches nearly all of them:
   * only those whose own files, or what only tests use, have changed are selected.
   */
  readonly leftOut: readonly string[];
}

/** A source of the project: its path from the root, and its text. */
export interface Source {
  readonly path: string;
  readonly code: string;
}

/** What decides how everything runs. */
const REACHES_ALL = new Set(["deno.json", "deno.lock", "package.json"]);

/** Reads the folder of islands, and makes of each what its page loads. */
const ISLANDS_BUILD = "tools/build.ts";

/** The whole app has its pages from there; a test that never asks for one has nothing of them. */
const PAGES = { list: "routes/pages/mod.tsx", app: "routes/app.tsx" } as const;

/** Tests ask the app in their process for a page by such a path. */
const PAGE_PATH = /["'`]\/\//;

/** Knows those paths and asks for none. */
const APP_CLIENT = "tests/support/app.ts";

/** Starts the app as a program of its own, which is asked for pages too. */
const APP_PROCESS = "tests/support/app_process.ts";

/** Through this module, a test reads every source of the project. */
const SOURCE_READER = "tests/source_tree.ts";

/**
 * The tests that `changed` reaches: through imports that exist when the code runs, and through paths that the code names. A
 * file that is no code (a style sheet, a page of the docs, stored data) reaches what imports it or names it, or else what names
 * the nearest of its folders that is named anywhere.
 *
 * @param changed paths from the root, of files that are gone too
 * @param sources every TypeScript file of the project
 */
export function selectTests(changed: readonly string[], sources: readonly Source[]): Selection {
  const tests = sources.map(({ path }) => path).filter(isTestFile).sort();
  if (changed.some((path) => REACHES_ALL.has(path))) {
    return {
      tests: tests.filter((path) => !isBrowserTest(path)),
      leftOut: tests.filter(isBrowserTest),
    };
  }
  const bare = sources.map(({ path, code }) => ({ path, code: withoutComments(code) }));
  const importers = importersIn(bare);
  const starts = new Set(changed.flatMap((path) => [path, ...namersOf(path, bare)]));
  if (changed.some(isCode)) starts.add(SOURCE_READER);
  const reached = reach(starts, importers);
  const withoutPages = reach(starts, importers, PAGES);
  const askers = bare.filter(({ path, code }) =>
    path === APP_PROCESS || path !== APP_CLIENT && isForTests(path) && PAGE_PATH.test(code)
  );
  const asking = reach(new Set(askers.map(({ path }) => path)), importers);
  // Without a way over the product's own modules, or it would be all of them.
  const nearby = reach(new Set(changed.filter(isForTests)), importers);
  return {
    tests: tests.filter((path) => {
      if (isBrowserTest(path)) return nearby.has(path);
      return withoutPages.has(path) || reached.has(path) && asking.has(path);
    }),
    leftOut: tests.filter((path) => isBrowserTest(path) && reached.has(path) && !nearby.has(path)),
  };
}

/** Who runs each path: code, and what else stands in an import. A source without its comments is expected. */
function importersIn(sources: readonly Source[]): Map<string, string[]> {
  const importers = new Map<string, string[]>();
  const add = (target: string, path: string) =>
    importers.set(target, [...importers.get(target) ?? [], path]);
  for (const { path, code } of sources) {
    for (const specifier of runtimeImports(code)) {
      if (specifier.startsWith(".")) add(join(path, "..", specifier.replace(/\?.*$/, "")), path);
    }
    // Commands that are started are named from the root. Without a folder, `mod.ts` would be one of them.
    for (const [, named = ""] of code.matchAll(/["'`]([\w.\/-]+\/[\w.-]+\.tsx?|main\.ts)["'`]/g)) {
      if (!named.startsWith(".")) add(named, path);
    }
    if (path.startsWith("islands/")) add(path, ISLANDS_BUILD);
  }
  return importers;
}

/** What runs any of `starts`, over any number of others; `without` is an import that does not count. */
function reach(
  starts: ReadonlySet<string>,
  importers: ReadonlyMap<string, readonly string[]>,
  without: { readonly list: string; readonly app: string } | null = null,
): Set<string> {
  const reached = new Set(starts);
  // A set hands out what is added to it while it is gone through.
  for (const path of reached) {
    for (const by of importers.get(path) ?? []) {
      if (path !== without?.list || by !== without.app) reached.add(by);
    }
  }
  return reached;
}

/** Sources with the path of a file that is no code, or of a folder of it, in a string of theirs. */
function namersOf(path: string, sources: readonly Source[]): string[] {
  if (isCode(path)) return [];
  const parts = path.split("/");
  for (let length = parts.length; length > 0; length--) {
    const whole = RegExp.escape(parts.slice(0, length).join("/"));
    const last = RegExp.escape(parts[length - 1] ?? "");
    const patterns = [`["'\`][./]*${whole}["'\`/]`, `["'\`][^"'\`\\s]*/${last}["'\`/]`];
    // A word without a dot or a slash may be anything.
    patterns.push(`["'\`]${last}${/[.]/.test(parts[length - 1] ?? "") ? "[\"'\`]" : "/"}`);
    const named = new RegExp(patterns.join("|"));
    const found = sources.filter((one) => one.path !== path && named.test(one.code));
    if (found.length > 0) return found.map((one) => one.path);
  }
  return [];
}

function withoutComments(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

function isCode(path: string): boolean {
  return /\.tsx?$/.test(path);
}

/** Tests themselves, and what they share; not the module that reads all sources, which is added for every change. */
function isForTests(path: string): boolean {
  return path !== SOURCE_READER && (path.startsWith("tests/") || isTestFile(path));
}
