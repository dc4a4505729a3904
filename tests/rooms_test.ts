/**
 * The plan of docs/architecture.md, held against the code: imports between rooms go one way, no file and no folder is part of
 * a cycle, the engine is pure, the studio knows no page, and no file grows beyond what a person reads in one go.
 */
import assert from "node:assert/strict";
import { dirname } from "node:path/posix";
import { cyclesOf, isTest, readSources, resolveImport, roomOf } from "./source_tree.ts";

/** Which rooms a room may import from, itself aside. Tests may look anywhere. */
const ALLOWED: Record<string, readonly string[]> = {
  engine: [],
  migrations: [],
  contracts: ["engine"],
  text: ["contracts", "engine"],
  studio: ["text", "contracts", "engine"],
  ui: ["text"],
  charts: ["ui", "text", "engine"],
  components: ["charts", "ui", "studio", "text", "contracts", "engine"],
  features: ["components", "charts", "ui", "studio", "text", "contracts", "engine"],
  islands: ["features", "components", "ui"],
  server: ["engine", "contracts", "migrations"],
  routes: ["server", "features", "components", "ui", "studio", "text", "contracts", "engine"],
  "main.ts": ["server", "routes", "worker.ts"],
  "worker.ts": ["server", "routes"],
  tools: ["engine", "contracts", "text", "server", "migrations", "routes", "main.ts", "tests"],
  bench: [
    "engine",
    "contracts",
    "text",
    "studio",
    "server",
    "migrations",
    "routes",
    "features",
    "tests",
  ],
};

/**
 * Inside the server: the domains stand on the drivers, use cases on the domains, jobs on both. A folder that is not named here
 * may import those of its own group and of the groups before it.
 */
const SERVER_GROUPS: readonly (readonly string[])[] = [
  ["config", "logging", "threads", "disk", "telemetry"],
  [
    "db",
    "queue",
    "storage",
    "notifications",
    "web_assets",
    "audit",
    "mail",
    "flags",
    "secrets",
    "error_reports",
  ],
  ["market_data", "plans", "limits"],
  ["track_records"],
  ["accounts", "billing", "strategies", "backtests", "robustness", "schedules", "desk", "notices"],
  ["use_cases", "backup", "seeds", "incidents", "usage"],
  ["jobs", "health"],
  ["services.ts", "service_list.ts"],
  ["operator"],
  ["process"],
];

/** Rooms that other rooms import only through these files. */
const DOORS: Record<string, readonly string[]> = {
  engine: [
    "engine/mod.ts",
    "engine/candle_files.ts",
    "engine/sentences.ts",
    "engine/chart.ts",
    "engine/desk.ts",
    "engine/robustness.ts",
    "engine/sweep.ts",
    "engine/trials.ts",
  ],
};

const files = await readSources();
const sources = files.filter(({ path }) => !isTest(path));
const edges = sources.flatMap(({ path, imports }) =>
  imports.flatMap((specifier) => {
    const target = resolveImport(path, specifier);
    return target === null ? [] : [{ from: path, to: target }];
  })
);

Deno.test("rooms: imports go one way, and into the engine by its door alone", () => {
  assert.ok(files.length > 20, "the sources were not found");
  const wrong: string[] = [];
  for (const { from, to } of edges) {
    const [room, other] = [roomOf(from), roomOf(to)];
    const allowed = ALLOWED[room];
    if (!allowed || room === other) continue;
    if (!allowed.includes(other)) {
      wrong.push(`${from} imports ${to}: ${room} may not know ${other}`);
    }
    const door = DOORS[other];
    if (door && !door.includes(to) && !isTest(to)) {
      wrong.push(`${from} imports ${to}: come in by ${door.join(" or ")}`);
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("rooms: a screen does not import another screen", () => {
  const feature = (path: string) => /^features\/([^/]+)\//.exec(path)?.[1];
  const wrong = edges
    .filter(({ from, to }) => feature(from) && feature(to) && feature(from) !== feature(to))
    .map(({ from, to }) => `${from} imports ${to}`);
  assert.deepEqual(wrong, []);
});

Deno.test("rooms: inside the server, a folder imports only what stands below it", () => {
  const inner = (path: string) => /^server\/([^/]+)/.exec(path)?.[1] ?? "";
  const level = new Map(
    SERVER_GROUPS.flatMap((group, n) => group.map((name) => [name, n] as const)),
  );
  const wrong: string[] = [];
  for (const { from, to } of edges) {
    if (roomOf(from) !== "server" || roomOf(to) !== "server") continue;
    const [a, b] = [level.get(inner(from)), level.get(inner(to))];
    if (a === undefined) wrong.push(`${from}: server/${inner(from)} has no place in the plan`);
    else if (b !== undefined && b > a) wrong.push(`${from} imports ${to}`);
  }
  assert.deepEqual([...new Set(wrong)], []);
});

Deno.test("rooms: services hold rules and no statements, and a strategy is written in its own room alone", () => {
  const wrong: string[] = [];
  let statements = 0;
  for (const { path, code } of sources) {
    if (roomOf(path) !== "server") continue;
    const hit = /\.(?:selectFrom|insertInto|updateTable|deleteFrom)\(/.exec(code);
    if (hit) statements++;
    if (hit && /\/service\.ts$/.test(path)) wrong.push(`${path}: ${hit[0]}`);
    const write = /\.(?:insertInto|updateTable|deleteFrom)\("strategies"/.exec(code);
    if (write && path !== "server/strategies/queries.ts") wrong.push(`${path}: ${write[0]}`);
  }
  assert.ok(statements > 5, "the statements were not found");
  assert.deepEqual(wrong, []);
});

Deno.test("rooms: every folder and top-level module has its place in the plan", () => {
  const unplanned = new Set<string>();
  for (const { path } of files) {
    const room = roomOf(path);
    if (!(room in ALLOWED) && room !== "tests" && room !== "vite.config.ts") unplanned.add(room);
  }
  assert.deepEqual([...unplanned], []);
});

Deno.test("rooms: no file is part of a cycle of imports", () => {
  assert.deepEqual(cyclesOf(graphOf((path) => path)), []);
});

Deno.test("rooms: no folder is part of a cycle of imports", () => {
  assert.deepEqual(cyclesOf(graphOf(dirname)), []);
});

Deno.test("rooms: the engine uses no clock, no randomness, no I/O, and no maths that browsers round differently", () => {
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
  for (const { path, imports, code } of sources) {
    if (roomOf(path) !== "engine") continue;
    for (const specifier of imports) {
      if (!specifier.startsWith(".")) wrong.push(`${path} imports ${specifier}`);
    }
    const bare = withoutCommentsAndStrings(code);
    for (const pattern of forbidden) {
      const hit = pattern.exec(bare);
      if (hit) wrong.push(`${path}: ${hit[0].trim()}`);
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("rooms: the studio draws nothing: no page, no view library, no storage of a browser", () => {
  const forbidden = [
    /(?<![.\w])document\.(?:query|get|create|add|body|active|cookie|title)\w*/,
    /(?<![.\w])window\./,
    /\b(?:local|session)Storage\b/,
    /\bHTML\w*Element\b/,
    /\brequestAnimationFrame\b/,
    /\bmatchMedia\b/,
  ];
  const wrong: string[] = [];
  for (const { path, imports, code } of sources) {
    if (roomOf(path) !== "studio") continue;
    for (const specifier of imports) {
      if (!specifier.startsWith(".") && specifier !== "@preact/signals") {
        wrong.push(`${path} imports ${specifier}`);
      }
      if (/\.tsx$/.test(specifier)) wrong.push(`${path} imports ${specifier}`);
    }
    const bare = withoutCommentsAndStrings(code);
    for (const pattern of forbidden) {
      const hit = pattern.exec(bare);
      if (hit) wrong.push(`${path}: ${hit[0].trim()}`);
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("rooms: files keep to a readable size and say what they are", () => {
  const wrong: string[] = [];
  for (const { path, code } of files) {
    const lines = code.split("\n").length;
    if (lines > 500) wrong.push(`${path}: ${lines} lines`);
    if (/(^|\/)(utils?|helpers?)\.tsx?$/.test(path)) wrong.push(`${path}: name what it does`);
  }
  assert.deepEqual(wrong, []);
});

/** The graph of what the sources are made of, each path as `nodeOf` names it. */
function graphOf(nodeOf: (path: string) => string): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    const [a, b] = [nodeOf(from), nodeOf(to)];
    // Files of one folder may import each other.
    if (a === b && from !== to) continue;
    graph.set(a, (graph.get(a) ?? new Set()).add(b));
  }
  return graph;
}

function withoutCommentsAndStrings(code: string): string {
  return code
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|[^:])\/\/.*$/gm, "$1")
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replace(/'(?:[^'\\\n]|\\.)*'/g, "''")
    .replace(/`(?:[^`\\]|\\.)*`/g, "``");
}
