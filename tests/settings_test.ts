/**
 * Settings are declared once, in `server/config/settings.ts`. Everything else that names them is held against that list:
 * `.env.example`, `docker-compose.yml` with the image, the documentation, and whatever reads an environment variable.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  COMPOSE_VARIABLES,
  type Setting,
  SETTING_NAMES,
  SETTINGS,
} from "../server/config/settings.ts";
import { fileVariable, SECRET_SETTINGS } from "../server/config/secret_settings.ts";
import { readCompose, readDockerfile } from "./integration/compose_file.ts";
import { isTest } from "./source_tree.ts";
import { TEST_VARIABLES } from "./support/variables.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const declared: Readonly<Record<string, Setting>> = SETTINGS;

/** Variables that name files of secrets. */
const FILES_OF_SECRETS = new Set(SECRET_SETTINGS.map(fileVariable));

/** The texts that name settings, by path. */
interface Places {
  readonly envExample: string;
  readonly compose: string;
  readonly dockerfile: string;
  readonly table: string;
  /** README, docs and playbooks. */
  readonly pages: Readonly<Record<string, string>>;
  /** Program code. */
  readonly code: Readonly<Record<string, string>>;
}

const places = await readPlaces();

Deno.test("settings: the list, .env.example, docker-compose.yml, the docs and the code agree", () => {
  assert.deepEqual(disagreements(places), []);
});

Deno.test("settings: whatever is left out, added or changed in one place is named", () => {
  const { envExample, compose, table, pages, code } = places;
  const cases: readonly [Partial<Places>, RegExp][] = [
    [{ envExample: envExample.replace("LOG_DIR=\n", "") }, /LOG_DIR .*\.env\.example: LOG_DIR=$/],
    [{ envExample: `${envExample}NEW_ONE=1\n` }, /NEW_ONE .*\.env\.example/],
    [{ envExample: envExample.replace("PORT=8000", "PORT=80") }, /PORT .*\.env\.example/],
    [
      { compose: compose.replace(/^ +RUN_TIMEOUT_MS:.*\n/m, "") },
      /RUN_TIMEOUT_MS .*docker-compose\.yml \(web\): RUN_TIMEOUT_MS: "\$\{RUN_TIMEOUT_MS:-\d+\}"$/,
    ],
    [
      { compose: compose.replace(/^ +JOB_LOCK_MS:.*\n/m, "  JOB_LOCK_MS: '30000'\n") },
      /JOB_LOCK_MS .*docker-compose\.yml \(worker\)/,
    ],
    [
      { compose: compose.replace("WORKER_CONCURRENCY:-2", "WORKER_CONCURRENCY:-3") },
      /WORKER_CONCURRENCY .*docker-compose\.yml/,
    ],
    [{ compose: compose.replace(/^ +- \$\{LOG_DIR.*\n/m, "") }, /LOG_DIR .*docker-compose\.yml/],
    [
      { compose: compose.replace("  LOG_LEVEL:", "  NEW_ONE: x\n  LOG_LEVEL:") },
      /NEW_ONE .*docker-compose\.yml/,
    ],
    [
      { compose: compose.replace(/^ +SECRET_KEY_FILE:.*\n/m, "") },
      /SECRET_KEY .*missing: SECRET_KEY_FILE: \/run\/secrets\/secret_key$/,
    ],
    [
      { compose: compose.replace(/^ +BACKUP_KEY_FILE:.*\n/m, "") },
      /BACKUP_KEY_FILE is missing .*: BACKUP_KEY_FILE: "\$\{BACKUP_KEY_FILE:-\}"$/,
    ],
    [{ table: table.replace(/^\| `VENDOR_URL`.*\n/m, "") }, /VENDOR_URL .*docs\/settings\.md/],
    [{ table: table.replace("`10000`", "`9000`") }, /VENDOR_TIMEOUT_MS .*docs\/settings\.md/],
    [{ table: `${table}\n| \`NEW_ONE\` | |\n` }, /NEW_ONE .*docs\/settings\.md/],
    [
      { pages: { ...pages, "ops/playbooks/x.md": "Set `MAX_STRATEGYS`." } },
      /MAX_STRATEGYS .*x\.md/,
    ],
    [{ pages: { ...pages, "x.md": "\nLOGDIR=./logs deno task start\n" } }, /LOGDIR .*x\.md/],
    [{ code: { ...code, "tools/x.ts": 'Deno.env.get("NEW_ONE")' } }, /NEW_ONE .*tools\/x\.ts/],
    [{ code: { ...code, "server/x.ts": "process.env.NEW_ONE" } }, /NEW_ONE .*server\/x\.ts/],
    [{ code: { ...code, "server/x.ts": "Deno.env.get(name)" } }, /server\/x\.ts/],
    [
      { code: { ...code, [CONFIG]: code[CONFIG]!.replace("v.LOG_DIR", "null") } },
      /LOG_DIR is read nowhere/,
    ],
  ];
  for (const [change, expected] of cases) {
    const found = disagreements({ ...places, ...change });
    assert.ok(found.some((sentence) => expected.test(sentence)), `${expected}: ${found.join()}`);
  }
});

/** A sentence for each setting that one of the places lacks, has too much, or has otherwise. */
function disagreements(all: Places): string[] {
  return [
    ...inEnvExample(all.envExample),
    ...inCompose(all.compose, all.dockerfile),
    ...inTable(all.table),
    ...inPages(all.pages),
    ...inCode(all.code),
  ];
}

function inEnvExample(text: string): string[] {
  const found: string[] = [];
  const lines = [...text.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  const given = new Map(lines.map(([, name = "", value = ""]) => [name, value]));
  for (const name of SETTING_NAMES) {
    const value = given.get(name);
    if (value === undefined) {
      found.push(`${name} is missing in .env.example: ${name}=${SETTINGS[name].default}`);
    } else if (value !== SETTINGS[name].default) {
      found.push(`${name} is "${value}" in .env.example, not "${SETTINGS[name].default}"`);
    }
  }
  for (const name of given.keys()) {
    if (!(name in SETTINGS)) found.push(`${name} in .env.example is no setting`);
  }
  return found;
}

const REQUIRED = ["PUBLIC_URL"];

function inCompose(text: string, dockerfile: string): string[] {
  const found: string[] = [];
  const image = readDockerfile(dockerfile);
  for (const name of Object.keys(image.env)) {
    if (!(name in SETTINGS) && name !== "DENO_DIR") {
      found.push(`${name} in the Dockerfile is no setting`);
    }
  }
  for (const [, name = ""] of text.matchAll(/\$\{(\w+)/g)) {
    if (!(name in SETTINGS) && !(name in COMPOSE_VARIABLES) && !FILES_OF_SECRETS.has(name)) {
      found.push(`${name} in docker-compose.yml is no setting`);
    }
  }
  const sample = (name: string) => `given-${name}`;
  const bare = readCompose(text, Object.fromEntries(REQUIRED.map((name) => [name, sample(name)])));
  const names = [...SETTING_NAMES, ...FILES_OF_SECRETS];
  const full = readCompose(text, Object.fromEntries(names.map((name) => [name, sample(name)])));
  for (const service of ["web", "worker"] as const) {
    const where = `in docker-compose.yml (${service})`;
    const plain = bare.services[service]!.environment;
    const set = full.services[service]!.environment;
    for (const name of Object.keys(plain)) {
      if (!(name in SETTINGS) && !FILES_OF_SECRETS.has(name)) {
        found.push(`${name} ${where} is no setting`);
      }
    }
    for (const name of SETTING_NAMES) {
      const { compose, processes, default: fallback }: Setting = SETTINGS[name];
      const needed = processes.includes(service) &&
        !(compose.kind === "fixed" && compose.only !== undefined && compose.only !== service);
      const file = fileVariable(name);
      if (compose.kind === "secret") {
        if (needed && plain[file] !== `/run/secrets/${name.toLowerCase()}`) {
          found.push(`${name} ${where} is missing: ${file}: /run/secrets/${name.toLowerCase()}`);
        }
        if (plain[name] !== undefined) found.push(`${name} ${where} is no secret any more`);
        continue;
      }
      if (compose.kind === "pass" && needed && SECRET_SETTINGS.includes(name)) {
        if (plain[file] !== "" || set[file] !== sample(file)) {
          found.push(`${file} is missing ${where}: ${file}: "\${${file}:-}"`);
        }
      }
      const there = plain[name] !== undefined;
      if (compose.kind === "none" || compose.kind === "image") {
        if (there) found.push(`${name} ${where} does not belong there`);
        if (compose.kind === "image" && !image.env[name]) {
          found.push(`${name} is not set by the Dockerfile`);
        }
        continue;
      }
      if (!there) {
        const line = compose.kind === "pass" ? `: ${name}: "\${${name}:-${fallback}}"` : "";
        if (needed) found.push(`${name} is missing ${where}${line}`);
        continue;
      }
      if (compose.kind === "fixed") {
        if (set[name]?.includes(sample(name))) found.push(`${name} ${where} should be fixed`);
        continue;
      }
      const mounted = compose.kind === "mount" ? compose.mount : null;
      if (set[name] !== (mounted ?? sample(name))) found.push(`${name} is not passed ${where}`);
      if (compose.kind === "require") continue;
      if (plain[name] !== fallback) {
        found.push(`${name} is "${plain[name]}" ${where}, not "${fallback}"`);
      }
      if (mounted === null) continue;
      const folder = (volumes: readonly string[]) =>
        volumes.map((line) => line.split(":")).find(([, target]) => target === mounted)?.[0];
      if (folder(full.services[service]!.volumes) !== sample(name)) {
        found.push(`${name} is not mounted at ${mounted} ${where}`);
      }
      if (!((folder(bare.services[service]!.volumes) ?? "") in bare.volumes)) {
        found.push(`${name} has no volume while it is unset ${where}`);
      }
    }
  }
  return found;
}

/** How the table tells where the containers get a setting from. */
function composeInWords({ compose }: Setting): string {
  switch (compose.kind) {
    case "pass":
      return "from `.env`";
    case "require":
      return "required in `.env`";
    case "mount":
      return `folder of the host, at \`${compose.mount}\``;
    case "secret":
      return "file of `secrets/app`";
    case "fixed":
      return "set by the file";
    case "image":
      return "set by the image";
    case "none":
      return "–";
  }
}

function inTable(text: string): string[] {
  const expected = new Map<string, readonly string[]>();
  const code = (value: string) => value === "" ? "" : `\`${value}\``;
  for (const [name, one] of Object.entries(declared)) {
    const row = [code(one.default), one.processes.join(", "), composeInWords(one), one.purpose];
    expected.set(name, row);
  }
  for (const [name, { default: fallback, purpose }] of Object.entries(COMPOSE_VARIABLES)) {
    expected.set(name, [code(fallback), purpose]);
  }
  for (const [name, purpose] of Object.entries(TEST_VARIABLES)) expected.set(name, [purpose]);
  const rows = new Map(
    [...text.matchAll(/^\| `([A-Z][A-Z0-9_]*)` *\|(.*)\|$/gm)].map(([, name = "", rest = ""]) => [
      name,
      rest.split("|").map((cell) => cell.trim()),
    ]),
  );
  const found: string[] = [];
  for (const [name, cells] of expected) {
    const row = rows.get(name);
    const line = `| \`${name}\` | ${cells.join(" | ")} |`;
    if (!row) found.push(`${name} is missing in docs/settings.md: ${line}`);
    else if (row.join("|") !== cells.join("|")) {
      found.push(`${name} is otherwise in docs/settings.md; it should be ${line}`);
    }
  }
  for (const name of rows.keys()) {
    if (!expected.has(name)) found.push(`${name} in docs/settings.md is no setting`);
  }
  return found;
}

function isKnown(name: string): boolean {
  return name in SETTINGS || name in COMPOSE_VARIABLES || name in TEST_VARIABLES ||
    FILES_OF_SECRETS.has(name);
}

/** Names in capitals that pages use for other things. */
const NO_SETTINGS = new Set([
  // Names in code, and PostgreSQL's words.
  ...[
    "ENGINE_VERSION",
    "WALK",
    "PATCH",
    "BLOCKS",
    "METRICS",
    "WRITTEN",
    "MIGRATIONS",
    "VENDORS",
    "JOBS",
    "PAGES",
  ],
  ...["LISTEN", "NOTIFY"],
  // What is given to `--changed`.
  "BASE",
  // The file of any secret, and where programs are found.
  ...["NAME_FILE", "PATH"],
]);

function inPages(pages: Places["pages"]): string[] {
  const found: string[] = [];
  for (const [path, text] of Object.entries(pages)) {
    const named = [
      ...text.matchAll(/`([A-Z][A-Z0-9_]{2,})(?:=[^`\n]*)?`/g),
      // In a block of commands, and in the text of an .env file.
      ...text.matchAll(/^ *([A-Z][A-Z0-9_]{2,})=/gm),
    ].map(([, name = ""]) => name);
    for (const name of new Set(named)) {
      if (!isKnown(name) && !NO_SETTINGS.has(name)) found.push(`${name} in ${path} is no setting`);
    }
  }
  return found;
}

/** Where variables are handed on by name, and where the whole environment is read. */
const MAY_READ_ANY = new Set([
  "tests/support/program.ts",
  "server/process/environment.ts",
  "server/process/environment_test.ts",
  // Which of the settings that name a service are set.
  "tools/install.ts",
]);
/** The operating system's and Deno's own. */
const OF_THE_SYSTEM = new Set(["PATH", "HOME", "TMPDIR", "DENO_DIR"]);

const CONFIG = "server/config/config.ts";

function inCode(code: Places["code"]): string[] {
  const found: string[] = [];
  const app = Object.entries(code).filter(([path]) =>
    !isTest(path) && path !== "server/config/settings.ts"
  ).map(([, text]) => text).join("\n");
  for (const name of SETTING_NAMES) {
    if (!new RegExp(`\\b(?:v|env|settings)\\.${name}\\b|"${name}"`).test(app)) {
      found.push(`${name} is read nowhere`);
    }
  }
  for (const [path, text] of Object.entries(code)) {
    for (
      const [whole, quoted, property] of text.matchAll(
        /(?:Deno|process|import\.meta)\.env(?:\.(?:get|has)\(\s*(?:"(\w+)")?|\.toObject\b|\.(\w+)|\[|(?![\w.]))/g,
      )
    ) {
      const name = quoted ?? property;
      if (name === undefined) {
        if (!MAY_READ_ANY.has(path)) found.push(`${path} reads a variable by no name: ${whole}`);
      } else if (!isKnown(name) && !OF_THE_SYSTEM.has(name)) {
        found.push(`${name} is read in ${path} and is no setting`);
      }
    }
  }
  return found;
}

async function readPlaces(): Promise<Places> {
  const read = (path: string) => Deno.readTextFile(join(root, path));
  const pages: Record<string, string> = {};
  const code: Record<string, string> = {};
  for (const path of await tracked()) {
    if (/^(README|(docs|ops)\/.*)\.?\w*\.md$/.test(path)) pages[path] = await read(path);
    if (/\.tsx?$/.test(path) && path !== "tests/settings_test.ts") code[path] = await read(path);
  }
  return {
    envExample: await read(".env.example"),
    compose: await read("docker-compose.yml"),
    dockerfile: await read("Dockerfile"),
    table: await read("docs/settings.md"),
    pages,
    code,
  };
}

/** Every file below the root that belongs to the project. */
async function tracked(folder = ""): Promise<string[]> {
  const paths: string[] = [];
  for await (const entry of Deno.readDir(join(root, folder))) {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (/^(\.|node_modules$|dist$|data$|candles$|logs$)/.test(path)) continue;
    if (entry.isDirectory) paths.push(...await tracked(path));
    else paths.push(path);
  }
  return paths.sort();
}
