/** Which tests reach a source through imports. */
import { dirname } from "node:path/posix";
import { isTest, resolveImport, roomOf, type SourceFile } from "../../tests/source_tree.ts";

/**
 * The test files of the source's own room that import it, directly or through others, nearest first: the one of its name,
 * then those of its folder and of folders in it, then by how many imports lie between, then by path.
 */
export function testsReaching(path: string, files: readonly SourceFile[]): string[] {
  const importers = new Map<string, string[]>();
  for (const file of files) {
    for (const specifier of file.imports) {
      const target = resolveImport(file.path, specifier);
      if (target !== null) importers.set(target, [...importers.get(target) ?? [], file.path]);
    }
  }
  const distance = new Map([[path, 0]]);
  // A map goes on with what is added while it is walked, which makes this a breadth-first search.
  for (const [node, steps] of distance) {
    for (const importer of importers.get(node) ?? []) {
      if (!distance.has(importer)) distance.set(importer, steps + 1);
    }
  }
  const rank = (test: string): number =>
    distance.get(test)! + (test.startsWith(`${dirname(path)}/`) ? 0 : 1_000) -
    (test === besideOf(path) ? 1_000 : 0);
  return [...distance.keys()]
    .filter((file) => /_test\.tsx?$/.test(file) && roomOf(file) === roomOf(path))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** The sources that mutants are made of: code that is neither a test nor there for tests. */
export function mutableSources(
  files: readonly SourceFile[],
  folders: readonly string[],
): SourceFile[] {
  return files.filter(({ path }) =>
    !isTest(path) &&
    folders.some((folder) => path === folder || path.startsWith(`${folder.replace(/\/+$/, "")}/`))
  );
}

function besideOf(path: string): string {
  return path.replace(/(\.tsx?)$/, "_test$1");
}
