/**
 * Test files several to a process. Loading the app, its database and its threads takes three seconds of a processor, and what one
 * file has opened the next one of its process uses too. Loading the engine takes half a second where lines are recorded, and
 * what is recorded is written once for all files of a process.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isBrowserTest, isTestFile } from "./test_files.ts";

/** A test file: its path from the root, and its text. */
export interface TestSource {
  readonly path: string;
  readonly code: string;
}

/** Rooms without a document, whose globals would stay, and those whose tests wait for nothing either. */
const SERVER_ROOMS = /^(?:server|routes)\//;
const PURE_ROOMS = /^(?:(?:engine|contracts|text)\/|studio\/(?!explore|live|made_up|robustness))/;
const OPENS_APP = /from "[^"]*\/support\/(?:app|database)\.ts"/;

/** What files of a process have in common. */
export type GroupKind = "browser" | "server" | "pure";

/** What files of a group share: the app of a browser test, the app or a database in the test's process, or modules alone. */
const SHARED: Readonly<Record<GroupKind, (source: TestSource) => boolean>> = {
  browser: ({ path, code }) =>
    isBrowserTest(path) && /from "[^"]*\/(?:app_harness|editor_page)\.ts"/.test(code),
  server: ({ path, code }) => SERVER_ROOMS.test(path) && OPENS_APP.test(code),
  pure: ({ path, code }) => PURE_ROOMS.test(path) && !OPENS_APP.test(code),
};

/** Reads every field of a log line; what another file's run has left to the process's async context would be among them. */
const ALONE = new Set(["server/accounts/service_test.ts"]);

/** Files that are run together, of about the same length; `count` groups at the most, none of them empty. */
export function groupTests(
  sources: readonly TestSource[],
  kind: GroupKind,
  count: number,
): string[][] {
  const own = sources.filter((source) =>
    isTestFile(source.path) && SHARED[kind](source) && !ALONE.has(source.path)
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
