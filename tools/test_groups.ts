/**
 * Test files that open the whole app, several to a process: loading the app, its database and its threads takes three seconds of
 * a processor, and what one file has opened the next one of its process uses too.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isBrowserTest, isTestFile } from "./test_files.ts";

/** A test file: its path from the root, and its text. */
export interface TestSource {
  readonly path: string;
  readonly code: string;
}

/** What files of a group share: the app of a browser test, or the app or a database in the test's process. */
const SHARED = {
  browser: /from "[^"]*\/(?:app_harness|editor_page)\.ts"/,
  server: /from "[^"]*\/support\/(?:app|database)\.ts"/,
} as const;

/** Where tests stand that nothing else of a process may see: a document, whose globals stay. */
const SERVER_ROOMS = /^(?:server|routes)\//;

/** Reads every field of a log line; what another file's run has left to the process's async context would be among them. */
const ALONE = new Set(["server/accounts/service_test.ts"]);

/** Files that are run together, of about the same length; `count` groups at the most, none of them empty. */
export function groupTests(
  sources: readonly TestSource[],
  kind: keyof typeof SHARED,
  count: number,
): string[][] {
  const own = sources.filter(({ path, code }) =>
    isTestFile(path) && SHARED[kind].test(code) && !ALONE.has(path) &&
    (kind === "browser" ? isBrowserTest(path) : SERVER_ROOMS.test(path))
  ).sort((a, b) => b.code.length - a.code.length || (a.path < b.path ? -1 : 1));
  const groups = Array.from({ length: count }, () => ({ length: 0, paths: [] as string[] }));
  for (const { path, code } of own) {
    const shortest = groups.reduce((least, group) => group.length < least.length ? group : least);
    shortest.length += code.length;
    shortest.paths.push(path);
  }
  return groups.map(({ paths }) => paths.sort()).filter((paths) => paths.length > 0);
}

/** Writes a module that loads the files of each group into `folder`; returns the modules' paths. */
export async function writeGroups(
  groups: readonly (readonly string[])[],
  { root, folder, name }: { readonly root: string; readonly folder: string; readonly name: string },
): Promise<string[]> {
  return await Promise.all(groups.map(async (paths, n) => {
    const module = join(folder, `${name}_${n + 1}_test.ts`);
    const lines = paths.map((path) => `import ${JSON.stringify(pathToFileURL(join(root, path)))};`);
    await Deno.writeTextFile(module, lines.join("\n") + "\n");
    return module;
  }));
}
