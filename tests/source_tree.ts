/** The sources of the project with what each imports, for the tests that hold the structure. */
import { dirname, join, normalize, relative } from "node:path/posix";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

export interface SourceFile {
  /** From the root of the project. */
  readonly path: string;
  readonly code: string;
  /** Specifiers as they are written. */
  readonly imports: readonly string[];
}

const SKIPPED = new Set(["node_modules", "dist", "data", ".git", ".ci", "docs", "ops", "static"]);

/** Every `.ts` and `.tsx` file, sorted by path. */
export async function readSources(): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  const walk = async (folder: string) => {
    for await (const entry of Deno.readDir(folder)) {
      const full = join(folder, entry.name);
      if (entry.isDirectory) {
        if (!SKIPPED.has(entry.name) && !entry.name.startsWith(".")) await walk(full);
      } else if (/(?<!\.d)\.tsx?$/.test(entry.name)) {
        const code = await Deno.readTextFile(full);
        found.push({ path: relative(root, full), code, imports: importsOf(code) });
      }
    }
  };
  await walk(normalize(root));
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Tests, and what only tests use. */
export function isTest(path: string): boolean {
  return path.startsWith("tests/") || /_test\.tsx?$/.test(path) || path.includes("/testing/");
}

/** The first part of a path: `engine`, `main.ts`. */
export function roomOf(path: string): string {
  const slash = path.indexOf("/");
  return slash < 0 ? path : path.slice(0, slash);
}

/** A relative specifier as a path from the root; `null` for packages and for what is not code. */
export function resolveImport(from: string, specifier: string): string | null {
  if (!specifier.startsWith(".")) return null;
  const path = normalize(join(dirname(from), specifier.replace(/\?.*$/, "")));
  return /\.tsx?$/.test(path) ? path : null;
}

/** What a source imports, statically, dynamically, or as the address of a worker. */
export function importsOf(code: string): string[] {
  const text = code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const patterns = [
    /^\s*(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']/gm,
    /^\s*import\s*["']([^"']+)["']/gm,
    /\bimport\(\s*["']([^"']+)["']\s*\)/g,
    /\bnew URL\(\s*["'](\.[^"']+\.tsx?)["']\s*,\s*import\.meta\.url\s*\)/g,
  ];
  return patterns.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""));
}

/** Strongly connected parts of a graph with more than one node, or with an edge to itself. */
export function cyclesOf(graph: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const cycles: string[][] = [];
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  // Tarjan 1972.
  const visit = (node: string) => {
    order.set(node, order.size);
    low.set(node, order.get(node)!);
    stack.push(node);
    onStack.add(node);
    for (const next of graph.get(node) ?? []) {
      if (!order.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node)!, low.get(next)!));
      } else if (onStack.has(next)) {
        low.set(node, Math.min(low.get(node)!, order.get(next)!));
      }
    }
    if (low.get(node) !== order.get(node)) return;
    const part: string[] = [];
    let last: string;
    do {
      last = stack.pop()!;
      onStack.delete(last);
      part.push(last);
    } while (last !== node);
    if (part.length > 1 || graph.get(node)?.has(node)) cycles.push(part.sort());
  };
  for (const node of graph.keys()) if (!order.has(node)) visit(node);
  return cycles;
}
