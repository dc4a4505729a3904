import assert from "node:assert/strict";
import { join } from "node:path";
import { dirname } from "node:path/posix";
import { importsOf, readSources, root } from "../tests/source_tree.ts";
import {
  buildTools,
  DRIVERS,
  install,
  type Manifest,
  missingPackages,
  packagesFor,
} from "./install.ts";
import { packagesIn, shippedImports } from "./notices.ts";

const read = (path: string) => Deno.readTextFile(join(root, path));
const manifest = JSON.parse(await read("package.json")) as Manifest;
const tools = await buildTools((path) => read(path).catch(() => null));
const forStart = packagesFor("start", manifest, tools, () => false);

Deno.test("install: what the app imports is in dependencies, what the build imports is installed for start", async () => {
  for (const name of await shippedImports()) {
    assert.ok(name in manifest.dependencies, `${name} belongs into dependencies`);
  }
  assert.ok(tools.has("vite"));
  for (const name of tools) {
    assert.ok(name in forStart, `${name} is imported by the build`);
  }
});

Deno.test("install: dependencies are what the app or its build imports; all else is for developers", async () => {
  const used = await shippedImports();
  // A package may leave it to the app to install what it imports.
  const peers = new Set<string>();
  for (const name of Object.keys(manifest.dependencies)) {
    const { peerDependencies = {} } = JSON.parse(await read(`node_modules/${name}/package.json`));
    for (const peer of Object.keys(peerDependencies)) peers.add(peer);
  }
  const idle = Object.keys(manifest.dependencies).filter((name) =>
    !used.has(name) && !tools.has(name) && !peers.has(name)
  );
  assert.deepEqual(idle, [], "belong into devDependencies");
});

Deno.test("install: start brings nothing for tests, and the driver of a service once a setting names it", () => {
  for (const name of ["fast-check", "playwright-core", "typescript", "@prefresh/vite"]) {
    assert.ok(name in manifest.devDependencies!, name);
    assert.ok(!(name in forStart), name);
  }
  for (const [setting, drivers] of Object.entries(DRIVERS)) {
    const named = packagesFor("start", manifest, tools, (name) => name === setting);
    for (const driver of drivers) {
      assert.ok(!(driver in forStart), driver);
      assert.equal(named[driver], manifest.dependencies[driver], driver);
    }
  }
});

Deno.test("install: the image of production has every driver and no build", () => {
  const names = Object.keys(packagesFor("production", manifest, tools, () => false));
  assert.deepEqual(names, Object.keys(manifest.dependencies));
  assert.ok(!names.includes("vite"));
});

Deno.test("install: without a setting that names a service the app loads none of the drivers", async () => {
  const sources = new Map((await readSources()).map((file) => [file.path, file.code]));
  const drivers = new Set(Object.values(DRIVERS).flat());
  const reached = new Set(["main.ts"]);
  for (const path of reached) {
    // Dynamic imports wait for the setting; imports of types are gone when the module runs.
    const code = sources.get(path)!.replace(/\bimport\(/g, "(")
      .replace(/^(?:import|export) type\b[^;]*;/gm, "");
    for (const name of packagesIn(code)) assert.ok(!drivers.has(name), `${path}: ${name}`);
    for (const specifier of importsOf(code)) {
      const next = join(dirname(path), specifier);
      if (specifier.startsWith(".") && sources.has(next)) reached.add(next);
    }
  }
  assert.ok(reached.size > 100, `${reached.size}`);
});

Deno.test("install: an empty folder gets what start needs, once", async () => {
  const folder = await Deno.makeTempDir({ prefix: "install-" });
  try {
    await Deno.mkdir(join(folder, "tools"));
    for (
      const name of [
        "package.json",
        "deno.json",
        "deno.lock",
        "vite.config.ts",
        "tools/build.ts",
        "tools/css_modules.ts",
      ]
    ) {
      await Deno.copyFile(join(root, name), join(folder, name));
    }
    const lock = await read("deno.lock");
    const names = Object.keys(forStart);
    assert.ok((await missingPackages(folder, lock, names)).length > names.length);

    assert.equal(await install(folder, "start", () => false), 0);
    assert.deepEqual(await missingPackages(folder, lock, names), []);
    const store = [...Deno.readDirSync(join(folder, "node_modules/.deno"))].map(({ name }) => name);
    for (const absent of ["fast-check", "playwright-core", "@babel+core", "bullmq"]) {
      assert.ok(!store.some((name) => name.startsWith(`${absent}@`)), absent);
    }
    const left = [...Deno.readDirSync(folder)].filter(({ name }) => name.startsWith(".install-"));
    assert.deepEqual(left, []);

    const before = (await Deno.stat(join(folder, "node_modules"))).ino;
    assert.equal(await install(folder, "start", () => false), 0);
    assert.equal((await Deno.stat(join(folder, "node_modules"))).ino, before);

    // A package that is not whole, or has another version than the lock file's.
    await Deno.remove(join(folder, "node_modules/hono"));
    await Deno.symlink(".deno/hono@1.0.0/node_modules/hono", join(folder, "node_modules/hono"));
    assert.deepEqual(await missingPackages(folder, lock, names), ["hono"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
