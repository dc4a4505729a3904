/**
 * The plan of the house, held against the code: imports between rooms go one way, no file is part of a cycle, the
 * engine is pure, and no file grows beyond what a person reads in one go.
 */
import assert from "node:assert/strict";
import { dirname, join, normalize, relative } from "node:path/posix";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Which rooms a room may import from, itself aside. Tests may look anywhere. */
const ALLOWED: Record<string, readonly string[]> = {
  engine: [],
  migrations: [],
  contracts: ["engine"],
  components: ["engine", "contracts"],
  islands: ["components", "contracts", "engine"],
  server: ["engine", "contracts", "migrations"],
  routes: ["server", "islands", "components", "contracts", "engine"],
  "main.ts": ["server", "routes", "worker.ts"],
  "worker.ts": ["server", "routes"],
  tools: ["engine", "contracts", "server", "migrations", "routes", "main.ts", "tests"],
  bench: ["engine", "contracts", "server", "migrations", "routes", "components", "tests"],
};

/** Rooms whose inside is nobody else's business: the files through which others come in. */
const DOORS: Record<string, readonly string[]> = {
  engine: ["engine/mod.ts", "engine/candle_files.ts"],
};

interface SourceFile {
  readonly path: string;
  readonly code: string;
  readonly imports: readonly string[];
}

const files = await readSources();

Deno.test("rooms: imports go one way, and into the engine by its door alone", () => {
  const wrong: string[] = [];
  for (const file of files) {
    if (isTest(file.path)) continue;
    const from = roomOf(file.path);
    const allowed = ALLOWED[from];
    if (!allowed) continue;
    for (const specifier of file.imports) {
      const target = resolve(file.path, specifier);
      if (target === null) continue;
      const to = roomOf(target);
      if (to === from) continue;
      if (!allowed.includes(to)) {
        wrong.push(`${file.path} imports ${target}: ${from} may not know ${to}`);
      }
      const door = DOORS[to];
      if (door && !door.includes(target) && !isTest(target)) {
        wrong.push(`${file.path} imports ${target}: come in by ${door.join(" or ")}`);
      }
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("rooms: every folder and top-level module has its place in the plan", () => {
  const unplanned = new Set<string>();
  for (const file of files) {
    const room = roomOf(file.path);
    if (!(room in ALLOWED) && room !== "tests" && room !== "vite.config.ts") unplanned.add(room);
  }
  assert.deepEqual([...unplanned], []);
});

Deno.test("rooms: no file imports itself by a detour", () => {
  const graph = new Map<string, string[]>();
  for (const file of files) {
    const targets = file.imports.map((s) => resolve(file.path, s)).filter((t) => t !== null);
    graph.set(file.path, targets);
  }
  const cycles: string[] = [];
  const state = new Map<string, "open" | "done">();
  const trail: string[] = [];
  const visit = (path: string) => {
    if (state.get(path) === "done") return;
    if (state.get(path) === "open") {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(" → "));
      return;
    }
    state.set(path, "open");
    trail.push(path);
    for (const next of graph.get(path) ?? []) visit(next);
    trail.pop();
    state.set(path, "done");
  };
  for (const path of graph.keys()) visit(path);
  assert.deepEqual(cycles, []);
});

Deno.test("rooms: the engine reads no clock, no chance, no world, and no maths that browsers round differently", () => {
  const forbidden = [
    /\bDeno\b/,
    /\bfetch\s*\(/,
    /\bDate\.now\b/,
    /\bnew Date\(\s*\)/,
    /\bperformance\.now\b/,
    /\bcrypto\./,
    /\bMath\.(?:random|exp|expm1|log|log1p|log2|log10|pow|sin|cos|tan|tanh|atan|cbrt|hypot)\b/,
    /\btoLocale\w*\(/,
    /\bIntl\b/,
    /\*\*(?!\/)/,
    /\bsetTimeout\s*\(\s*[^,]+,\s*[1-9]/,
  ];
  const wrong: string[] = [];
  for (const file of files) {
    if (roomOf(file.path) !== "engine" || isTest(file.path)) continue;
    for (const specifier of file.imports) {
      if (!specifier.startsWith(".")) wrong.push(`${file.path} imports ${specifier}`);
    }
    const code = withoutCommentsAndStrings(file.code);
    for (const pattern of forbidden) {
      const hit = pattern.exec(code);
      if (hit) wrong.push(`${file.path}: ${hit[0].trim()}`);
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("rooms: files keep to a readable size and say what they are", () => {
  const wrong: string[] = [];
  for (const file of files) {
    const lines = file.code.split("\n").length;
    if (lines > 500) wrong.push(`${file.path}: ${lines} lines`);
    if (/(^|\/)(utils?|helpers?)\.tsx?$/.test(file.path)) {
      wrong.push(`${file.path}: name what it does`);
    }
  }
  assert.deepEqual(wrong, []);
});

function isTest(path: string): boolean {
  return path.startsWith("tests/") || /_test\.tsx?$/.test(path) || path.includes("/testing/");
}

function roomOf(path: string): string {
  const slash = path.indexOf("/");
  return slash < 0 ? path : path.slice(0, slash);
}

/** A relative specifier as a path from the root; `null` for packages and for what is not code. */
function resolve(from: string, specifier: string): string | null {
  if (!specifier.startsWith(".")) return null;
  const path = normalize(join(dirname(from), specifier));
  return /\.tsx?$/.test(path) ? path : null;
}

async function readSources(): Promise<SourceFile[]> {
  const found: SourceFile[] = [];
  const skip = new Set(["node_modules", "dist", "data", ".git", ".ci", "docs", "ops", "static"]);
  const walk = async (folder: string) => {
    for await (const entry of Deno.readDir(folder)) {
      const full = join(folder, entry.name);
      if (entry.isDirectory) {
        if (!skip.has(entry.name) && !entry.name.startsWith(".")) await walk(full);
      } else if (/\.tsx?$/.test(entry.name)) {
        const code = await Deno.readTextFile(full);
        found.push({ path: relative(root, full), code, imports: importsOf(code) });
      }
    }
  };
  await walk(normalize(root));
  assert.ok(found.length > 20, "the sources were not found");
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function importsOf(code: string): string[] {
  const text = code.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
  const patterns = [
    /^\s*(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']/gm,
    /^\s*import\s*["']([^"']+)["']/gm,
    /\bimport\(\s*["']([^"']+)["']\s*\)/g,
    /\bnew URL\(\s*["'](\.[^"']+\.tsx?)["']\s*,\s*import\.meta\.url\s*\)/g,
  ];
  return patterns.flatMap((p) => [...text.matchAll(p)].map((m) => m[1] ?? ""));
}

function withoutCommentsAndStrings(code: string): string {
  return code
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|[^:])\/\/.*$/gm, "$1")
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
    .replace(/`(?:[^`\\]|\\.)*`/g, "``");
}
