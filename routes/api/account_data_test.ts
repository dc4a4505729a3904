/** Leaving: everything handed out as files, and everything removed. */
import assert from "node:assert/strict";
import { sql } from "kysely";
import { parseCandleCsv } from "../../engine/candle_files.ts";
import { type TestApp, testApp, type TestClient, untilEnded } from "../../tests/support/app.ts";
import { freshPostgres } from "../../tests/support/database.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";
import { unzip } from "../../tests/support/zip.ts";
import { resultsKey } from "../../server/backtests/results_key.ts";
import { openFolderStorage } from "../../server/storage/folder_storage.ts";
import type { BlobStorage } from "../../server/storage/storage.ts";

const RANGE = { date_from: "2024-01-01", date_to: "2024-03-01" };

async function strategyOf(person: TestClient, name = "Mine"): Promise<string> {
  const { json } = await person.post("/strategies", {
    name,
    asset: "DEMO/USDT",
    timeframe: "4h",
  });
  const version = { definition: RSI_WITH_STOPS, base_version: 0, note: "First try" };
  await person.post(`/strategies/${json.id}/versions`, version);
  return json.id;
}

function importCandles(person: TestClient, bars = 3) {
  const rows = Array.from({ length: bars }, (_, i) => `${Date.UTC(2024, 0, 1, i)},10,12,9,11,5\n`);
  return person.post(
    "/candles/import?asset=BTC/USDT&timeframe=1h&name=mine",
    `timestamp,open,high,low,close,volume\n${rows.join("")}`,
    { "content-type": "text/csv" },
  );
}

async function exported(person: TestClient): Promise<Record<string, string>> {
  const response = await person.raw("GET", "/users/me/export");
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "application/zip");
  assert.match(
    response.headers.get("content-disposition") ?? "",
    /^attachment; filename="blockbuilders-\d{4}-\d\d-\d\d\.zip"$/,
  );
  return await unzip(new Uint8Array(await response.arrayBuffer()));
}

/** The one file whose path matches. */
function file(files: Record<string, string>, path: RegExp): string {
  const found = Object.keys(files).filter((name) => path.test(name));
  assert.equal(found.length, 1, `${path} in ${Object.keys(files).join(" ")}`);
  return files[found[0] ?? ""] ?? "";
}

testApp("the export holds everything that is the person's, and nothing of others", async (app) => {
  const person = await app.person("ada@example.com");
  const eve = await app.person("eve@example.com");
  await strategyOf(eve, "Eve's own");
  const strategy_id = await strategyOf(person, "Übung, =1+1");
  const second = { ...RSI_WITH_STOPS, notes: "Second thoughts" };
  await person.post(`/strategies/${strategy_id}/versions`, { definition: second, base_version: 1 });
  const { json: run } = await person.post("/backtests", { strategy_id, ...RANGE });
  const { json: nothing } = await person.post("/backtests", {
    strategy_id,
    date_from: "1990-01-01",
    date_to: "1990-02-01",
  });
  await app.services.runner.start({ alone: true });
  await untilEnded(person, run.run_id);
  assert.equal((await importCandles(person)).status, 201);

  const files = await exported(person);
  assert.match(file(files, /^README\.txt$/), /Everything that Blockbuilders keeps about you/);
  const profile = JSON.parse(file(files, /^profile\.json$/));
  assert.equal(profile.email, "ada@example.com");
  assert.equal(JSON.parse(file(files, /^sessions\.json$/)).length, 1);
  const strategy = JSON.parse(file(files, /^strategies\/ubung-1-1_[^/]+\/strategy\.json$/));
  assert.equal(strategy.name, "Übung, =1+1");
  assert.deepEqual(strategy.versions[0].note, "First try");
  assert.deepEqual(JSON.parse(file(files, /^strategies\/.*\/v1\.json$/)), RSI_WITH_STOPS);
  assert.deepEqual(JSON.parse(file(files, /^strategies\/.*\/v2\.json$/)), second);

  assert.ok(!("SOURCES.txt" in files), "made-up candles are nobody's");

  const folder = new RegExp(`^backtests/[^/]+_${run.run_id}/`);
  const inFolder = (name: string) => file(files, new RegExp(`${folder.source}${name}$`));
  const { restated: _, ...stored } = (await person.get(`/backtests/${run.run_id}`)).json;
  assert.deepEqual(JSON.parse(inFolder("run\\.json")), stored);
  const results = await person.get(`/backtests/${run.run_id}/results`);
  assert.deepEqual(JSON.parse(inFolder("results\\.json")), results.json);
  for (const name of ["trades", "equity"]) {
    const { text } = await person.get(`/backtests/${run.run_id}/${name}.csv`);
    assert.equal(inFolder(`${name}\\.csv`), text);
  }
  assert.equal(nothing.error?.code, "invalid_input");
  const table = file(files, /^backtests\.csv$/).trimEnd().split("\r\n");
  assert.equal(table.length, 2);
  assert.match(table[0] ?? "", /^run_id,strategy_id,strategy_name,/);
  assert.match(table[1] ?? "", /"Übung, =1\+1"/);
  const candles = parseCandleCsv(file(files, /^candles\/mine_BTC-USDT_1h\.csv$/));
  assert.ok(candles.ok);
  assert.deepEqual(Array.from(candles.candles.close), [11, 11, 11]);

  const all = Object.values(files).join("\n");
  for (const secret of ["eve@example.com", "Eve's own", "argon2", "token_hash", "claimed_by"]) {
    assert.ok(!all.includes(secret), secret);
  }
  assert.equal((await app.visitor().get("/users/me/export")).status, 401);
});

testApp(
  "an export credits the sources of the candles that backtests read, each once",
  async (app) => {
    const person = await app.person();
    const strategy_id = await strategyOf(person);
    for (let k = 0; k < 2; k++) await person.post("/backtests", { strategy_id, ...RANGE });
    const { db } = app.services.database;
    await db.updateTable("backtest_runs").set({ venue: "coin_metrics" }).execute();
    assert.match(
      file(await exported(person), /^SOURCES\.txt$/),
      /^[^\n]*Coin Metrics[^\n]* \(CC BY-NC 4\.0\), https:\/\/\S+\n$/,
    );
    await db.updateTable("backtest_runs").set({ import_name: "mine" }).execute();
    assert.ok(!("SOURCES.txt" in await exported(person)), "candles of one's own are one's own");
  },
);

testApp("candles without volumes are exported without, and can be imported again", async (app) => {
  const person = await app.person();
  const send = (text: string) =>
    person.post("/candles/import?asset=BTC/USDT&timeframe=1h&name=bare", text, {
      "content-type": "text/csv",
    });
  const bare = `timestamp,open,high,low,close\n${Date.UTC(2024, 0, 1)},10,12,9,11\n`;
  assert.equal((await send(bare)).status, 201);
  const text = file(await exported(person), /^candles\/bare_/);
  assert.equal(text, bare);
  assert.equal((await send(text)).json.known, 1);
});

testApp("an export of a new account opens too", async (app) => {
  const files = await exported(await app.person());
  assert.deepEqual(Object.keys(files), [
    "README.txt",
    "profile.json",
    "sessions.json",
    "backtests.csv",
  ]);
});

testApp(
  "a result that cannot be read is named in the export, and costs nothing else",
  async (app) => {
    const person = await app.person();
    const strategy_id = await strategyOf(person);
    const ids: string[] = [];
    for (let k = 0; k < 2; k++) {
      ids.push((await person.post("/backtests", { strategy_id, ...RANGE })).json.run_id);
    }
    await app.services.runner.start({ alone: true });
    for (const id of ids) await untilEnded(person, id);
    await app.services.storage.delete(resultsKey(ids[0] ?? ""));
    const files = await exported(person);
    assert.match(file(files, /^MISSING\.txt$/), new RegExp(`${ids[0]}\n$`));
    assert.equal(Object.keys(files).filter((name) => /results\.json$/.test(name)).length, 1);
    assert.equal(Object.keys(files).filter((name) => /run\.json$/.test(name)).length, 2);
  },
);

testApp(
  "many imported candles are written a piece at a time, none lost, none twice",
  async (app) => {
    const person = await app.person();
    const bars = 45_000;
    const start = Date.UTC(2018, 0, 1);
    // A hole in the middle, longer than a piece.
    const times = Array.from({ length: bars }, (_, i) => start + i * 3_600_000)
      .filter((_, i) => i < 15_000 || i > 40_000);
    const csv = times.map((time) => `${time},10,12,9,11,5\n`).join("");
    const answer = await person.post(
      "/candles/import?asset=BTC/USDT&timeframe=1h&name=long",
      `timestamp,open,high,low,close,volume\n${csv}`,
      { "content-type": "text/csv" },
    );
    assert.equal(answer.status, 201);
    const candles = parseCandleCsv(file(await exported(person), /^candles\/long_/));
    assert.ok(candles.ok);
    assert.deepEqual(Array.from(candles.candles.time), times);
  },
);

/** Whatever is left of an account in any table: the names of the tables. */
/** Tables with something of an account. The audit log may name it by its id, and by nothing else. */
async function rowsAbout(app: TestApp, id: string, ...others: string[]): Promise<string[]> {
  const { db } = app.services.database;
  const { rows: tables } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables where table_schema = 'public'`
    .execute(db);
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await sql<{ row: string }>`
      select to_jsonb(t)::text as row from ${sql.table(name)} t`.execute(db);
    const needles = name === "audit_log" ? others : [id, ...others];
    if (rows.some(({ row }) => needles.some((needle) => row.includes(needle)))) found.push(name);
  }
  return found.sort();
}

/** A storage that can be switched off, and tells what is in it. */
async function breakable(): Promise<BlobStorage & { away: boolean; count(): number }> {
  const folder = await Deno.makeTempDir({ prefix: "blobs-" });
  const real = await openFolderStorage(folder);
  const keys = new Set<string>();
  const storage = {
    ...real,
    away: false,
    count: () => keys.size,
    async put(key: string, bytes: Uint8Array, type: string) {
      await real.put(key, bytes, type);
      keys.add(key);
    },
    async delete(key: string) {
      if (storage.away) throw new Error("the storage is away");
      await real.delete(key);
      keys.delete(key);
    },
    async close() {
      await real.close();
      await Deno.remove(folder, { recursive: true });
    },
  };
  return storage;
}

for (const postgres of [false, true]) {
  let storage: Awaited<ReturnType<typeof breakable>>;
  const options = async () => {
    storage = await breakable();
    return { storage, ...postgres ? { database: await freshPostgres() } : {} };
  };
  const where = postgres ? "PostgreSQL" : "PGlite";
  const needs = postgres ? ["postgres"] as const : [];

  testApp(
    `deleting the account leaves no row and no blob, however many runs (${where})`,
    async (app) => {
      const person = await app.person("ada@example.com");
      const other = await app.person("eve@example.com");
      const { db } = app.services.database;
      const strategy_id = await strategyOf(person);
      const others = await strategyOf(other);
      const first = (await person.post("/backtests", { strategy_id, ...RANGE })).json.run_id;
      const kept = (await other.post("/backtests", { strategy_id: others, ...RANGE })).json.run_id;
      await app.services.runner.start({ alone: true });
      await untilEnded(person, first);
      await untilEnded(other, kept);
      await importCandles(person);
      // As many again as no page would list at once.
      const run = await db.selectFrom("backtest_runs").selectAll().where("id", "=", first)
        .executeTakeFirstOrThrow();
      const copies = Array.from(
        { length: 1_200 },
        () => ({ ...run, sparkline: null, tags: "[]", id: crypto.randomUUID() }),
      );
      for (let k = 0; k < copies.length; k += 300) {
        await db.insertInto("backtest_runs").values(copies.slice(k, k + 300)).execute();
      }
      for (const { id } of copies) {
        await storage.put(resultsKey(id), new Uint8Array([1]), "application/json");
      }
      assert.equal(storage.count(), 1_202);
      const { id } = (await person.get("/users/me")).json;
      assert.ok((await rowsAbout(app, id)).includes("strategies"));

      const before = person.cookie;
      assert.equal((await person.delete("/users/me", { password: "correct horse" })).status, 204);
      assert.equal(person.cookie, null);
      person.cookie = before;
      assert.equal((await person.get("/users/me")).status, 401);
      assert.deepEqual(await rowsAbout(app, id, "ada@example.com", first, strategy_id), []);
      assert.equal(storage.count(), 1, "the other account's result");
      assert.equal((await other.get(`/backtests/${kept}/results`)).status, 200);
      await app.person("ada@example.com");
    },
    options,
    needs,
  );

  testApp(
    `with the storage away the account is gone at once, and its blobs as soon as it is back (${where})`,
    async (app) => {
      const person = await app.person("ada@example.com");
      const { db } = app.services.database;
      const strategy_id = await strategyOf(person);
      const { run_id } = (await person.post("/backtests", { strategy_id, ...RANGE })).json;
      await app.services.runner.start({ alone: true });
      await untilEnded(person, run_id);
      storage.away = true;
      assert.equal((await person.delete("/users/me", { password: "correct horse" })).status, 204);
      assert.equal((await person.get("/users/me")).status, 401);
      assert.equal(storage.count(), 1);
      assert.deepEqual(
        await rowsAbout(app, run_id),
        ["blob_deletions"],
        "it is known what is left",
      );
      await app.services.blobDeletions.sweep();
      assert.equal(storage.count(), 1);

      storage.away = false;
      await db.updateTable("blob_deletions").set({ due_at: new Date(0) }).execute();
      await app.services.blobDeletions.sweep();
      assert.equal(storage.count(), 0);
      assert.deepEqual(await rowsAbout(app, run_id), []);
    },
    options,
    needs,
  );
}

testApp("an account that cannot be deleted now is left whole", async (app) => {
  const person = await app.person();
  const strategy_id = await strategyOf(person);
  const { run_id } = (await person.post("/backtests", { strategy_id, ...RANGE })).json;
  await app.services.runner.start({ alone: true });
  await untilEnded(person, run_id);
  const { db } = app.services.database;
  await sql`create function refuse() returns trigger language plpgsql
    as $$ begin raise exception 'not now'; end $$`.execute(db);
  await sql`create trigger refuse before delete on users execute function refuse()`.execute(db);
  assert.equal((await person.delete("/users/me", { password: "correct horse" })).status, 500);
  assert.equal((await person.get(`/backtests/${run_id}/results`)).status, 200);
  const left = await db.selectFrom("blob_deletions").selectAll().execute();
  assert.deepEqual(left, [], "and no blob of it is on a list");
});
