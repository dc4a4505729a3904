/**
 * Installs the packages that are missing, as `deno.lock` has them; does nothing when all are there. Deno itself installs all
 * of a lock file or nothing, so every task says what it needs:
 *
 * - without a flag: what `start` needs, that is the dependencies of package.json without the drivers of services that no
 *   setting names, and of the devDependencies what the build imports;
 * - `--production`: the dependencies alone, all of them (the container image, where the build is done);
 * - `--all`: the devDependencies too, for tests, benches and type checks.
 *
 * Runs before anything is installed: it and what it imports use no package.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseEnv } from "node:util";
import { keysNeeded, lockFor, readLock } from "./lock_file.ts";
import { packagesIn } from "./notices.ts";
import { modulesFrom } from "./server_modules.ts";

/** Packages that are imported once a setting names the service they speak to, and not before. */
export const DRIVERS: Readonly<Record<string, readonly string[]>> = {
  REDIS_URL: ["bullmq", "ioredis"],
  S3_BUCKET: ["@aws-sdk/client-s3"],
  BACKUP_S3_ENDPOINT: ["@aws-sdk/client-s3"],
  SMTP_URL: ["nodemailer"],
  STRIPE_SECRET_KEY: ["stripe"],
  SENTRY_DSN: ["@sentry/deno"],
  IBKR_HOST: ["@stoqey/ib", "rxjs"],
};
/** What the build runs. */
const BUILD = ["tools/build.ts", "vite.config.ts"];

/** The fields of package.json that say what is installed. */
export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, string>>;
}

/** What the packages are installed for. */
export type Purpose = "start" | "production" | "all";

/**
 * The packages that a purpose needs, with their versions.
 *
 * @param buildTools the packages that the build imports
 * @param isSet whether a setting has a value
 */
export function packagesFor(
  purpose: Purpose,
  { dependencies, devDependencies = {} }: Manifest,
  buildTools: ReadonlySet<string>,
  isSet: (setting: string) => boolean,
): Record<string, string> {
  if (purpose === "all") return { ...dependencies, ...devDependencies };
  if (purpose === "production") return { ...dependencies };
  const named = (settings: readonly string[]) => settings.flatMap((one) => DRIVERS[one] ?? []);
  // Two settings may name services of one kind.
  const used = new Set(named(Object.keys(DRIVERS).filter(isSet)));
  const unused = new Set(named(Object.keys(DRIVERS)).filter((name) => !used.has(name)));
  const pick = (from: Readonly<Record<string, string>>, wanted: (name: string) => boolean) =>
    Object.fromEntries(Object.entries(from).filter(([name]) => wanted(name)));
  return {
    ...pick(dependencies, (name) => !unused.has(name)),
    ...pick(devDependencies, (name) => buildTools.has(name)),
  };
}

/**
 * The packages that the build imports.
 *
 * @param read the text of a file of the project, `null` when there is none
 */
export async function buildTools(
  read: (path: string) => Promise<string | null>,
): Promise<Set<string>> {
  const names = new Set<string>();
  for (const entry of BUILD) {
    for (const path of await modulesFrom(entry, read)) {
      for (const name of packagesIn(await read(path) ?? "")) names.add(name);
    }
  }
  return names;
}

/** Keys of the lock file that are needed for `names` on this platform and not installed below `root`. */
export async function missingPackages(
  root: string,
  lock: string,
  names: readonly string[],
): Promise<string[]> {
  const packages = readLock(lock);
  const fits = (allowed: readonly string[], own: string) =>
    allowed.length === 0 || allowed.includes(own);
  const needed = keysNeeded(
    packages,
    new Set(names),
    ({ name, os, cpu }) =>
      fits(os, Deno.build.os) && fits(cpu, CPU[Deno.build.arch]) && !isMusl(name),
  );
  const there = new Set<string>();
  for await (const { name } of readFolder(join(root, "node_modules/.deno"))) {
    there.add(name.replaceAll("+", "/"));
  }
  const missing = [...needed].filter((key) => {
    const { id, name } = packages.get(key)!;
    // Deno encodes capitals in names of folders; such a package comes with the one that needs it.
    return name === name.toLowerCase() && !there.has(id);
  });
  const unlinked = await Promise.all(names.map(async (name) => {
    const ids = [...needed].map((key) => packages.get(key)!).filter((one) => one.name === name);
    const target = await Deno.readLink(join(root, "node_modules", name)).catch(() => "");
    return ids.some((one) => target.replaceAll("+", "/").includes(`/${one.id}`)) ? [] : [name];
  }));
  return [...missing, ...unlinked.flat()];
}

/** How npm calls a processor. */
const CPU: Readonly<Record<typeof Deno.build.arch, string>> = { x86_64: "x64", aarch64: "arm64" };

/** Builds for another C library than Deno's own. Deno itself knows no difference and would install them too. */
function isMusl(name: string): boolean {
  return /-musl(?:eabihf)?$/.test(name) && !Deno.build.target.endsWith("musl");
}

async function* readFolder(path: string): AsyncGenerator<Deno.DirEntry> {
  try {
    yield* Deno.readDir(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** A lock file in which no package for another C library fits this platform. */
export function withoutMusl(lock: string): string {
  return lock.replace(
    /^( {4}"([^"\n]+)@[^"\n]+": \{\n\s+"integrity": "[^"\n]*",\n\s+"os": \[)"linux"/gm,
    (entry, head: string, name: string) => isMusl(name) ? `${head}"musl"` : entry,
  );
}

/** Installs `wanted` alone beside the tree and puts it in place in one step, so that an end in the middle changes nothing. */
async function replaceNodeModules(
  root: string,
  { overrides }: Manifest,
  wanted: Readonly<Record<string, string>>,
  lock: string,
): Promise<number> {
  const folder = join(root, `.install-${Deno.pid}`);
  const modules = join(root, "node_modules");
  try {
    await Deno.mkdir(folder);
    const write = (name: string, text: string) => Deno.writeTextFile(join(folder, name), text);
    await write("package.json", JSON.stringify({ dependencies: wanted, overrides }));
    await write("deno.json", JSON.stringify({ nodeModulesDir: "manual" }));
    await write("deno.lock", withoutMusl(lockFor(lock, new Set(Object.keys(wanted)))));
    const code = await denoInstall(folder);
    if (code !== 0) return code;
    await Deno.rename(modules, join(folder, "old")).catch(ignoreMissing);
    await Deno.rename(join(folder, "node_modules"), modules);
    return 0;
  } finally {
    await Deno.remove(folder, { recursive: true }).catch(ignoreMissing);
  }
}

async function denoInstall(cwd: string): Promise<number> {
  const args = ["install", "--frozen", "--quiet"];
  const { code } = await new Deno.Command(Deno.execPath(), { args, cwd, stdout: "null" }).spawn()
    .status;
  return code;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}

/** Which of the settings of `DRIVERS` have a value, in the environment or in `.env`. */
async function readSettings(root: string): Promise<(setting: string) => boolean> {
  const file = parseEnv(await Deno.readTextFile(join(root, ".env")).catch(() => ""));
  const isGiven = (name: string) => (Deno.env.get(name) ?? file[name] ?? "") !== "";
  // A secret may lie in a file.
  return (setting) => isGiven(setting) || isGiven(`${setting}_FILE`);
}

/** Installs what is missing for `purpose` below `root`. Returns an exit code. */
export async function install(
  root: string,
  purpose: Purpose,
  isSet: (setting: string) => boolean,
): Promise<number> {
  const read = (name: string) => Deno.readTextFile(join(root, name));
  const [lock, manifest] = await Promise.all([
    read("deno.lock"),
    read("package.json").then((text) => JSON.parse(text) as Manifest),
  ]);
  const tools = await buildTools((path) => read(path).catch(() => null));
  const wanted = packagesFor(purpose, manifest, tools, isSet);
  if ((await missingPackages(root, lock, Object.keys(wanted))).length === 0) return 0;
  const everything = purpose === "all" || await hasDeveloperPackages(root, manifest, wanted);
  const names = everything ? "all packages" : "the packages of the app";
  console.error(`Installing ${names} …`);
  const started = performance.now();
  const code = everything
    ? await denoInstall(root)
    : await replaceNodeModules(root, manifest, wanted, lock);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  if (code === 0) console.error(`Installed ${names} in ${seconds} s.`);
  return code;
}

/** Whether more than `wanted` is installed here: a developer's tree, of which nothing may be taken away. */
async function hasDeveloperPackages(
  root: string,
  { devDependencies = {} }: Manifest,
  wanted: Readonly<Record<string, string>>,
): Promise<boolean> {
  const others = Object.keys(devDependencies).filter((name) => !(name in wanted));
  const found = await Promise.all(
    others.map((name) => Deno.lstat(join(root, "node_modules", name)).catch(() => null)),
  );
  return found.some((entry) => entry !== null);
}

if (import.meta.main) {
  const purpose = Deno.args.includes("--all")
    ? "all"
    : Deno.args.includes("--production")
    ? "production"
    : "start";
  const root = fileURLToPath(new URL("..", import.meta.url));
  Deno.exit(await install(root, purpose, await readSettings(root)));
}
