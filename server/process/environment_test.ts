import assert from "node:assert/strict";
import { fileVariable, SECRET_SETTINGS } from "../config/secret_settings.ts";
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

Deno.test("environment: every secret may lie in a file", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const lines = await Promise.all(SECRET_SETTINGS.map(async (name) => {
      await Deno.writeTextFile(`${folder}/${name}`, `  secret of ${name}\n`);
      return `${fileVariable(name)}=${folder}/${name}`;
    }));
    assert.ok(lines.length > 8, "the secrets were not found");
    await Deno.writeTextFile(`${folder}/.env`, lines.join("\n"));
    const env = await readEnvironment(`${folder}/.env`);
    for (const name of SECRET_SETTINGS) {
      if (!Deno.env.get(name)) assert.equal(env[name], `secret of ${name}`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("environment: a secret that is given twice, or whose file is missing, empty, too long or none, is named", async () => {
  const folder = await Deno.makeTempDir();
  const problemOf = async (...lines: readonly string[]) => {
    await Deno.writeTextFile(`${folder}/.env`, lines.join("\n"));
    return await readEnvironment(`${folder}/.env`).then(
      () => "none",
      (error: Error) => `${error.name} ${error.message}`,
    );
  };
  try {
    await Deno.writeTextFile(`${folder}/empty`, "\n");
    await Deno.writeTextFile(`${folder}/long`, "x".repeat(70_000));
    const named = `BACKUP_KEY_FILE=${folder}`;
    assert.match(await problemOf(`${named}/none`), /^ConfigError BACKUP_KEY_FILE cannot be read: /);
    assert.match(await problemOf(`${named}/empty`), /BACKUP_KEY_FILE cannot be read: .* is empty/);
    assert.match(await problemOf(`${named}/long`), /too long/);
    assert.match(await problemOf(named), /is no file/);
    assert.match(
      await problemOf(`${named}/long`, "BACKUP_KEY=x"),
      /BACKUP_KEY and BACKUP_KEY_FILE are both set/,
    );
    assert.match(await problemOf("PORT_FILE=/nowhere"), /^none/, "what is not secret has no file");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
