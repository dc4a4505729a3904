import assert from "node:assert/strict";
import { join } from "node:path";
import { makeDataDir } from "./new_data_dir.ts";

const names = async (folder: string) =>
  (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();

Deno.test("a new embedded database is made in a process that ends, whole or not at all", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "new-data-dir-" });
  try {
    const folder = join(dataDir, "postgres");
    // What a process that was ended meanwhile has left.
    await Deno.mkdir(`${folder}.new/base`, { recursive: true });
    await makeDataDir(folder);
    assert.deepEqual(await names(dataDir), ["postgres"]);
    assert.ok((await names(folder)).includes("PG_VERSION"));
    assert.ok(!(await names(folder)).includes("postmaster.pid"));
    await Deno.writeTextFile(join(folder, "PG_VERSION"), "mine");
    await makeDataDir(folder);
    assert.equal(await Deno.readTextFile(join(folder, "PG_VERSION")), "mine", "it stays");
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});

Deno.test("a database that cannot be made is told with its reason, and leaves its name free", async () => {
  const dataDir = await Deno.makeTempDir({ prefix: "new-data-dir-" });
  try {
    await Deno.writeTextFile(join(dataDir, "file"), "");
    await assert.rejects(
      makeDataDir(join(dataDir, "file", "postgres")),
      /could not be made|Not a directory/,
    );
    assert.deepEqual(await names(dataDir), ["file"]);
  } finally {
    await Deno.remove(dataDir, { recursive: true });
  }
});
