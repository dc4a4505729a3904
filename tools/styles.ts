/**
 * `deno task styles`: writes the map of class names beside every CSS module. With `--check` it writes nothing, names the maps
 * that are not current and ends with status 1.
 */
import { join } from "node:path/posix";
import { fileURLToPath } from "node:url";
import { mapText } from "./css_modules.ts";

const OUTSIDE = new Set(["node_modules", "dist", "data", ".git"]);

/** All stylesheets of the project, from its root, in alphabetical order. */
export async function stylesheets(root: string, folder = ""): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(join(root, folder))) {
    const path = join(folder, name);
    if (isDirectory && !OUTSIDE.has(name)) found.push(...await stylesheets(root, path));
    else if (name.endsWith(".css")) found.push(path);
  }
  return found.sort();
}

/**
 * Brings one map up to date; of a module that is gone the map goes as well.
 *
 * @returns whether there was anything to do
 */
export async function writeMap(root: string, module: string, check = false): Promise<boolean> {
  const css = await readIfThere(join(root, module));
  const path = join(root, `${module}.ts`);
  const wanted = css === null ? null : mapText(css, module);
  if (await readIfThere(path) === wanted) return false;
  if (!check) await (wanted === null ? Deno.remove(path) : Deno.writeTextFile(path, wanted));
  return true;
}

/** The modules whose maps are not current; unless `check`, they are afterwards. */
export async function writeMaps(root: string, check = false): Promise<string[]> {
  const modules = (await stylesheets(root)).filter((path) => path.endsWith(".module.css"));
  const changed: string[] = [];
  for (const module of modules) {
    if (await writeMap(root, module, check)) changed.push(module);
  }
  return changed;
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

if (import.meta.main) {
  const check = Deno.args.includes("--check");
  const changed = await writeMaps(fileURLToPath(new URL("..", import.meta.url)), check);
  for (const module of changed) {
    console.log(`${check ? "not current: " : "wrote "}${module}.ts`);
  }
  if (check && changed.length > 0) {
    console.log("Run `deno task styles`.");
    Deno.exit(1);
  }
}
