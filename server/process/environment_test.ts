import assert from "node:assert/strict";
import { readEnvironment } from "./environment.ts";

Deno.test("environment: a line of .env counts where the process sets nothing", async () => {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(
      file,
      "# a comment\nTEST_ONLY_IN_FILE='a value'\nPATH=/nowhere\nEMPTY=\n",
    );
    const env = await readEnvironment(file);
    assert.equal(env.TEST_ONLY_IN_FILE, "a value");
    assert.equal(env.PATH, Deno.env.get("PATH"));
    assert.equal(env.EMPTY, "");
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("environment: no .env is no problem", async () => {
  // Names alone: a failure would print the values.
  const names = Object.keys(await readEnvironment("/nowhere/.env")).sort();
  assert.deepEqual(names, Object.keys(Deno.env.toObject()).sort());
});

Deno.test("environment: an .env that is there and cannot be read is named, not passed over", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await assert.rejects(readEnvironment(folder), (error: Error) => {
      assert.equal(error.name, "ConfigError");
      assert.match(error.message, new RegExp(`^${folder} cannot be read: `));
      return true;
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
