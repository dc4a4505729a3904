/** The command of seeds, as a person runs it. */
import assert from "node:assert/strict";
import { freshPostgresUrl } from "../tests/support/database.ts";
import { fillDataDir } from "../tests/support/data_dir.ts";
import { testWith } from "../tests/support/env.ts";
import { startProcess } from "../tests/support/program.ts";
import { root } from "../tests/source_tree.ts";

async function seed(env: Record<string, string>, ...args: string[]) {
  const command = ["deno", "run", "-A", "--no-check", "tools/seed.ts", ...args];
  const process = startProcess(command, { LOG_LEVEL: "error", ...env }, root);
  return { code: await process.exited, text: process.output() };
}

Deno.test({
  name: "seed: what the app brings is right, and is applied, verified and taken back",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const folder = await Deno.makeTempDir();
    const env = { DATA_DIR: `${folder}/data` };
    await fillDataDir(env.DATA_DIR);
    const lint = await seed(env, "lint");
    assert.equal(lint.code, 0, lint.text);
    assert.match(lint.text, /1 files, 1 accounts, 2 strategies: nothing is wrong/);
    assert.match(
      (await seed(env, "apply")).text,
      /Run 1: 3 made, 0 changed, 0 removed, 0 as they were/,
    );
    assert.deepEqual(await seed(env, "verify"), {
      code: 0,
      text: "All is as run 1 has made it.\n",
    });
    const back = await seed(env, "rollback", "1");
    assert.match(back.text, /Run 2: 0 made, 0 changed, 3 removed/);
    const runs = await seed(env, "runs");
    assert.match(runs.text, /^2 .*rollback 1\n1 .*apply\n +[0-9a-f]{64} {2}demo\.yaml\n$/);
    await Deno.remove(folder, { recursive: true });
  },
});

Deno.test("seed: wrong files are named with file and line, wrong words with the usage", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(
    `${folder}/a.yaml`,
    "accounts:\n  - email: demo@example.com\n    strategies:\n      - key: a\n        name: A\n" +
      "        asset: DEMO/USDT\n        timeframe: 1h\n        template: none\n",
  );
  await Deno.writeTextFile(`${folder}/b.yaml`, "accounts: [\n");
  await Deno.writeTextFile(`${folder}/c.yaml`, "accounts: []\nplans: []\n");
  const lint = await seed({}, "lint", "--folder", folder);
  assert.equal(lint.code, 2);
  assert.match(lint.text, /a\.yaml:4: accounts\.0\.strategies\.0: there is no template "none"\./);
  assert.match(lint.text, /b\.yaml:\d: /);
  assert.match(lint.text, /c\.yaml: Unrecognized key.*plans/);
  const apply = await seed({ DATA_DIR: `${folder}/none` }, "apply", "--folder", folder);
  assert.equal(apply.code, 2);
  for (const args of [[], ["plant"], ["rollback"], ["rollback", "x"], ["apply", "1"]]) {
    const { code, text } = await seed({}, ...args);
    assert.equal(code, 2, args.join(" "));
    assert.match(text, /Usage:/);
  }
  await Deno.remove(folder, { recursive: true });
});

testWith(["postgres"], "seed: in production it asks first", async () => {
  const { url, drop } = await freshPostgresUrl();
  const refused = await seed({ DATABASE_URL: url }, "apply");
  assert.equal(refused.code, 1);
  assert.match(refused.text, /This changes the database test_\w+ on 127\.0\.0\.1\. Add --yes/);
  const applied = await seed({ DATABASE_URL: url }, "apply", "--yes");
  assert.equal(applied.code, 0, applied.text);
  assert.match(applied.text, /Run 1: 3 made/);
  await drop();
});
