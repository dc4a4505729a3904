/** Which modules the server process runs: those that `main.ts` reaches. `deno task dev` restarts it for those alone. */
import { join } from "node:path/posix";
import { importsOf } from "../tests/source_tree.ts";

/** Imports of types alone are gone when the module runs. */
const TYPES_ONLY = /^[ \t]*(?:import|export)\s+type\b[^"';]*?\bfrom\s*["'][^"']+["'];?/gm;

/** Specifiers of what `code` imports when it runs; {@link importsOf} has those of types too. */
export function runtimeImports(code: string): string[] {
  return importsOf(code.replace(TYPES_ONLY, ""));
}

/**
 * Paths of all modules that `entry` reaches: imports, dynamic imports, and workers by their address. Packages are left out. A
 * module that is named but is not there belongs to them: once it is written, the process that missed it can start.
 *
 * @param entry from the root of the project, `main.ts`
 * @param read the text of a file of the project, `null` when there is none
 */
export async function modulesFrom(
  entry: string,
  read: (path: string) => Promise<string | null>,
): Promise<Set<string>> {
  const reached = new Set([entry]);
  let newest = [entry];
  while (newest.length > 0) {
    const found = await Promise.all(newest.map(async (path) => {
      const code = /\.tsx?$/.test(path) ? await read(path) : null;
      if (code === null) return [];
      return runtimeImports(code).flatMap((specifier) =>
        specifier.startsWith(".") ? [join(path, "..", specifier.replace(/\?.*$/, ""))] : []
      );
    }));
    newest = [...new Set(found.flat())].filter((path) => !reached.has(path));
    for (const path of newest) reached.add(path);
  }
  return reached;
}

/** The modules of the project below `root` that its server process runs. */
export function serverModules(root: string): Promise<Set<string>> {
  return modulesFrom(
    "main.ts",
    (path) => Deno.readTextFile(join(root, path)).catch(() => null),
  );
}
