/**
 * `deno task notices`: writes THIRD_PARTY_NOTICES.md, the licences of the packages that are shipped at run time: what the
 * sources of the app import, on the server and in the browser, with everything that needs, as `deno.lock` has it. Tools of
 * the build, the tests and the benches are left out. With `--check` it writes nothing and ends with status 1 if the file is
 * out of date.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type LockedPackage, readLock } from "./lock_file.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const FILE = join(root, "THIRD_PARTY_NOTICES.md");

/** What runs in the app's processes or is sent to browsers. */
const SHIPPED = [
  "charts",
  "components",
  "contracts",
  "engine",
  "features",
  "islands",
  "migrations",
  "routes",
  "server",
  "studio",
  "text",
  "ui",
  "main.ts",
  "worker.ts",
];
const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

/** The packages of `names` with everything they need, one for each name and version, sorted. */
export function closureOf(
  packages: ReadonlyMap<string, LockedPackage>,
  names: ReadonlySet<string>,
): LockedPackage[] {
  const waiting = [...packages].filter(([, { name }]) => names.has(name)).map(([key]) => key);
  const seen = new Set<string>();
  const found = new Map<string, LockedPackage>();
  for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    const one = packages.get(key)!;
    // A build for one platform is installed on that alone and has its parent's licence.
    if (one.os.length + one.cpu.length > 0) continue;
    found.set(one.id, one);
    waiting.push(...one.dependencies);
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The packages that a source or a style sheet imports, by name. */
export function packagesIn(code: string): string[] {
  const patterns = [
    /\bfrom\s*["']([^"'.\/][^"']*)["']/g,
    /^\s*import\s*["']([^"'.\/][^"']*)["']/gm,
    /\bimport\(\s*["']([^"'.\/][^"']*)["']\s*\)/g,
    /@import\s+["']([^"'.\/][^"']*)["']/g,
    /\burl\(\s*["']?(@[^"'.\/]+\/[^"')]*)["']?\s*\)/g,
  ];
  return patterns.flatMap((pattern) =>
    [...code.matchAll(pattern)].map(([, specifier = ""]) =>
      /^(?:npm:)?((?:@[^/]+\/)?[^/?]+)/.exec(specifier)?.[1] ?? ""
    )
  ).filter((name) => /^(?:@[\w.-]+\/)?[\w.-]+$/.test(name));
}

/** Names of all packages that the shipped sources import. */
export async function shippedImports(): Promise<Set<string>> {
  const names = new Set<string>();
  const read = async (path: string): Promise<void> => {
    if ((await Deno.stat(path)).isDirectory) {
      for await (const { name } of Deno.readDir(path)) {
        if (name !== "testing") await read(join(path, name));
      }
    } else if (/\.(?:tsx?|css)$/.test(path) && !/_test\.tsx?$/.test(path)) {
      for (const name of packagesIn(await Deno.readTextFile(path))) names.add(name);
    }
  };
  for (const part of SHIPPED) await read(join(root, part));
  // Islands that import react get preact/compat (vite.config.ts); the JSX runtime is named by deno.json.
  names.add("preact");
  // Served as files to the page of the API reference (server/web_assets/assets.ts).
  names.add("swagger-ui-dist");
  return names;
}

/**
 * The text of THIRD_PARTY_NOTICES.md. Packages with the same licence text share it.
 *
 * @throws {Error} when a package names no licence, or is not installed
 */
export async function noticesText(): Promise<string> {
  const packages = closureOf(
    readLock(await Deno.readTextFile(join(root, "deno.lock"))),
    await shippedImports(),
  );
  const rows: string[] = [];
  const byText = new Map<string, string[]>();
  for (const one of packages) {
    const folder = await installedAt(one);
    const manifest = JSON.parse(await Deno.readTextFile(join(folder, "package.json")));
    const licence = licenceOf(manifest);
    if (licence === "") throw new Error(`${one.id} names no licence in its package.json`);
    rows.push(`- ${one.id}: ${licence}`);
    const text = await licenceTexts(folder);
    if (text === "") rows[rows.length - 1] += " (brings no file with a licence text)";
    else byText.set(text, [...byText.get(text) ?? [], one.id]);
  }
  const sections = [...byText].map(([text, ids]) => {
    const fence = "`".repeat(
      Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)),
    );
    return `### ${ids.join(", ")}\n\n${fence}text\n${text}\n${fence}\n`;
  });
  return `# Notices of third parties

The packages that Blockbuilders runs with, on the server and in the browser, and their licences. Made
by \`deno task notices\` from \`deno.lock\` and the packages themselves; do not edit it.

## Packages

${rows.join("\n")}

## Licences as the packages bring them

${sections.join("\n")}`;
}

async function installedAt({ id, name }: LockedPackage): Promise<string> {
  const store = join(root, "node_modules", ".deno");
  const folder = id.replaceAll("/", "+");
  for (const copy of [folder, `${folder}_1`, `${folder}_2`]) {
    const path = join(store, copy, "node_modules", name);
    if (await Deno.stat(path).catch(() => null)) return path;
  }
  throw new Error(`${id} is not installed: run deno install`);
}

function licenceOf(manifest: Readonly<Record<string, unknown>>): string {
  const { license, licenses } = manifest;
  if (typeof license === "string") return license;
  const several = [license, licenses].flat();
  return several.flatMap((one) =>
    typeof one === "object" && one !== null && "type" in one ? [String(one.type)] : []
  ).join(" OR ");
}

/** The files of a package that hold its licence and notices, one after the other. */
async function licenceTexts(folder: string): Promise<string> {
  const names: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && LICENCE_FILE.test(name) && !/\.[cm]?[jt]s$/.test(name)) names.push(name);
  }
  const texts = await Promise.all(
    names.sort().map((name) => Deno.readTextFile(join(folder, name))),
  );
  return texts.map((text) =>
    text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n").replace(/[ \t]+$/gm, "").trim()
  ).join("\n\n");
}

if (import.meta.main) {
  const text = await noticesText();
  if (!Deno.args.includes("--check")) {
    await Deno.writeTextFile(FILE, text);
    console.log(`Wrote ${FILE}`);
  } else if (text !== await Deno.readTextFile(FILE).catch(() => "")) {
    console.error("THIRD_PARTY_NOTICES.md is out of date: run deno task notices");
    Deno.exit(1);
  }
}
