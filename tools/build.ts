/**
 * Builds the islands and styles into `dist/`. With `--if-stale` it does nothing when `dist/` is newer than everything it is
 * made from. The finished folder is put in place in one step, so a server that is running never sees half a build.
 */
import { Buffer } from "node:buffer";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = `${root}dist`;
const INPUTS = [
  "charts",
  "components",
  "contracts",
  "engine",
  "features",
  "islands",
  "routes",
  "studio",
  "text",
  "tools/build.ts",
  "ui",
  "package.json",
  "deno.lock",
  "vite.config.ts",
];

if (import.meta.main) {
  if (Deno.args.includes("--if-stale") && !(await isStale())) {
    console.log("Islands and styles are up to date.");
  } else {
    const started = performance.now();
    const bytes = await buildIntoPlace();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `Built islands and styles in ${seconds} s (${Math.round(bytes / 1024)} KiB compressed).`,
    );
  }
}

/** Whether anything that goes into `dist/` changed after it was built, or it is missing. */
async function isStale(): Promise<boolean> {
  const built = await modified(`${dist}/.vite/manifest.json`);
  if (built === 0) return true;
  const newest = await Promise.all(INPUTS.map((input) => newestIn(`${root}${input}`)));
  return Math.max(...newest) > built;
}

async function newestIn(path: string): Promise<number> {
  let newest = await modified(path);
  if (!(await Deno.stat(path).catch(() => null))?.isDirectory) return newest;
  for await (const entry of Deno.readDir(path)) {
    if (/_test\.tsx?$/.test(entry.name)) continue;
    newest = Math.max(newest, await newestIn(`${path}/${entry.name}`));
  }
  return newest;
}

async function modified(path: string): Promise<number> {
  return (await Deno.stat(path).catch(() => null))?.mtime?.getTime() ?? 0;
}

/** Builds beside `dist/`, compresses, swaps. Returns the size of the compressed files. */
async function buildIntoPlace(): Promise<number> {
  const fresh = `${root}node_modules/.build-${Deno.pid}`;
  const old = `${fresh}-old`;
  try {
    // Not above: where nothing is stale, which every browser test asks first, loading it would take longest.
    const { build } = await import("vite");
    await build({
      configFile: `${root}vite.config.ts`,
      logLevel: "warn",
      build: { outDir: fresh, emptyOutDir: true },
    });
    const bytes = await compressAll(fresh);
    await swap(fresh, old);
    return bytes;
  } finally {
    await Deno.remove(fresh, { recursive: true }).catch(ignoreMissing);
    await Deno.remove(old, { recursive: true }).catch(ignoreMissing);
  }
}

/** Puts the finished folder in place. Another build may do the same at the same moment; the last one wins. */
async function swap(fresh: string, old: string): Promise<void> {
  for (let attempt = 1;; attempt++) {
    await Deno.rename(dist, old).catch(ignoreMissing);
    try {
      return await Deno.rename(fresh, dist);
    } catch (error) {
      if (attempt === 5) throw error;
      await Deno.remove(old, { recursive: true }).catch(ignoreMissing);
    }
  }
}

async function compressAll(folder: string): Promise<number> {
  let total = 0;
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (!isFile || !/\.(?:js|css|svg)$/.test(name)) continue;
    const bytes = Buffer.from(await Deno.readFile(`${folder}/${name}`));
    const br = await promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 10 },
    });
    await Deno.writeFile(`${folder}/${name}.br`, br);
    await Deno.writeFile(
      `${folder}/${name}.gz`,
      await promisify(gzip)(bytes, { level: 9, memLevel: 9 }),
    );
    total += br.byteLength;
  }
  return total;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
