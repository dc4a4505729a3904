/**
 * The embedded app is backed up while it serves, and restored elsewhere; whatever is killed meanwhile leaves no half of a backup
 * and no half of a restore.
 */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { openEmbedded } from "../../server/db/connect.ts";
import { ApiSession } from "../support/api_session.ts";
import { startApp } from "../support/app_process.ts";
import { fillDataDir } from "../support/data_dir.ts";
import { memoryFolder } from "../support/memory_folder.ts";
import { type ProgramProcess, startProcess } from "../support/program.ts";
import { RSI_WITH_STOPS } from "../support/strategies.ts";

const SANITIZED = { sanitizeOps: false, sanitizeResources: false } as const;
/** Enough that a backup and a restore take a moment. */
const CANDLES = 60_000;
const KEY = "correct horse battery staple";

const env = (DATA_DIR: string) => ({
  DATA_DIR,
  BACKUP_KEY: KEY,
  LOG_LEVEL: "error",
  RATE_LIMITS: "0",
  VENDOR_URL: "http://127.0.0.1:9",
});

function start(tool: string, dataDir: string, args: readonly string[], key = KEY): ProgramProcess {
  const command = ["deno", "run", "-A", "--no-check", `tools/${tool}.ts`, ...args];
  return startProcess(command, { ...env(dataDir), BACKUP_KEY: key });
}

async function run(...args: Parameters<typeof start>): Promise<{ code: number; text: string }> {
  const process = start(...args);
  return { code: await process.exited, text: process.output() };
}

/** Whether a process prints or makes what is looked for before it ends. */
async function untilThere(process: ProgramProcess, look: () => Promise<boolean>): Promise<boolean> {
  const ended = process.exited.then(() => "ended" as const);
  for (;;) {
    if (await look()) return true;
    const moment = new Promise<"later">((resolve) => setTimeout(() => resolve("later"), 2));
    if (await Promise.race([ended, moment]) === "ended") return await look();
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  return entries.map(({ name }) => name);
}

async function addCandles(dataDir: string): Promise<void> {
  const database = await openEmbedded(`${dataDir}/postgres`);
  await sql`insert into candles (asset, timeframe, venue, timestamp, open, high, low, close, volume)
    select 'BTC/USDT', '1h', 'binance', '2015-01-01+00'::timestamptz + i * interval '1 hour',
      random(), random(), random(), random(), random()
    from generate_series(1, ${CANDLES}::integer) i`.execute(database.db);
  await database.close();
}

/** How many accounts and candles a data folder has; `null` where there are no tables. */
async function held(dataDir: string): Promise<{ users: number; candles: number } | null> {
  const database = await openEmbedded(`${dataDir}/postgres`);
  try {
    const { rows: [there] } = await sql<{ users: string | null }>`
      select to_regclass('users')::text as users`.execute(database.db);
    if (!there?.users) return null;
    const { rows } = await sql<{ users: number; candles: number }>`
      select (select count(*) from users) as users, (select count(*) from candles) as candles`
      .execute(database.db);
    return rows[0]!;
  } finally {
    await database.close();
  }
}

Deno.test({
  name: "backup and restore: of an app that serves, through kills, into another data folder",
  ...SANITIZED,
  async fn() {
    const folder = await memoryFolder();
    const [from, to, kept] = [`${folder}/from`, `${folder}/to`, `${folder}/kept`];
    const file = `${kept}/backup.tar.gz.enc`;
    await fillDataDir(from);
    await addCandles(from);
    await Deno.mkdir(kept);
    let app = await startApp(env(from));
    try {
      let person = new ApiSession(app.url);
      await person.signUp();
      const strategy = await person.createStrategy(RSI_WITH_STOPS, "DEMO/USDT");
      const id = await person.startRun(strategy, "2021-01-01", "2021-04-01");
      assert.equal((await person.ended(id)).status, "completed");

      const killed = start("backup", from, [file]);
      const isWriting = async () =>
        (await namesIn(kept)).some((name) => name.includes(".partial-"));
      assert.ok(await untilThere(killed, isWriting), killed.output());
      killed.kill("SIGKILL");
      await killed.exited;
      assert.ok(!(await namesIn(kept)).includes("backup.tar.gz.enc"), "no half of a backup");

      // People go on meanwhile.
      const backup = start("backup", from, [file]);
      let answered = 0;
      const asked = async () => {
        await person.get("/strategies");
        answered++;
        return false;
      };
      await untilThere(backup, asked);
      assert.equal(await backup.exited, 0, backup.output());
      assert.match(backup.output(), /backup\.tar\.gz\.enc \([\d,]+ KB\): made .* 1 results/);
      assert.ok(answered > 2);
      assert.deepEqual(await namesIn(kept), ["backup.tar.gz.enc"]);
      assert.equal((await run("backup", from, [file])).code, 1, "it replaces none");

      const whole = await run("backup", to, ["--verify", file]);
      assert.equal(whole.code, 0, whole.text);
      assert.match(whole.text, /The backup is whole/);
      const otherKey = await run("restore", to, [file], "another key");
      assert.equal(otherKey.code, 1);
      assert.match(otherKey.text, /BACKUP_KEY is not the key that this backup was made with/);
      const busy = await run("restore", from, [file, "--replace"]);
      assert.equal(busy.code, 1);
      assert.match(busy.text, /is in use by process \d+/);

      // An app that dies gives no half either.
      const cut = `${kept}/cut.tar.gz.enc`;
      const orphan = start("backup", from, [cut]);
      assert.ok(await untilThere(orphan, isWriting), orphan.output());
      app.kill("SIGKILL");
      assert.equal(await orphan.exited, 1, orphan.output());
      assert.match(orphan.output(), /The app could not make the backup/);
      await app.exited;
      assert.deepEqual(await namesIn(kept), ["backup.tar.gz.enc"]);

      // Restores that are killed once the results are there, just before the rows are committed, and at once.
      const full = { users: 1, candles: CANDLES };
      const blobsThere = async () => (await namesIn(`${to}/blobs/runs`)).length > 0;
      const late = start("restore", to, [file]);
      assert.ok(await untilThere(late, blobsThere), late.output());
      late.kill("SIGKILL");
      await late.exited;
      const left = await held(to);
      assert.ok(left === null || left.candles === full.candles, JSON.stringify(left));
      const restored = await run("restore", to, [file, "--replace"]);
      assert.equal(restored.code, 0, restored.text);
      assert.match(
        restored.text,
        /Restored what was there on 2\d{3}-.*Z: 60,\d{3} rows, 1 results/,
      );
      assert.deepEqual(await held(to), full);
      const again = await run("restore", to, [file]);
      assert.equal(again.code, 1);
      assert.match(again.text, /There is data already.*--replace/);

      app = await startApp(env(to));
      const elsewhere = new ApiSession(app.url);
      elsewhere.become(person);
      person = elsewhere;
      await person.logIn();
      const run2 = await person.get(`/backtests/${id}/results`);
      assert.equal((run2.metrics as Record<string, unknown>).num_trades !== undefined, true);
      const next = await person.startRun(strategy, "2021-01-01", "2021-04-01");
      assert.equal((await person.ended(next)).status, "completed");
    } finally {
      app.kill("SIGTERM");
      await app.exited;
      await Deno.remove(folder, { recursive: true });
    }
  },
});
