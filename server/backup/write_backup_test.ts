/** A backup is one moment of an app that goes on, whatever its rows hold, and a file that any tar opens. */
import assert from "node:assert/strict";
import { insertRun, insertVersion } from "../../tests/support/run_rows.ts";
import { sql } from "kysely";
import { freshPglite, freshPostgres } from "../../tests/support/database.ts";
import { testWith } from "../../tests/support/env.ts";
import { resultsKey } from "../backtests/results_key.ts";
import { collect, everythingIn, type Place, placeOf, sourceOf } from "./testing/places.ts";
import { backupEntries, verifyBackup } from "./read_backup.ts";
import { restoreBackup } from "./restore.ts";
import { backupStream } from "./write_backup.ts";

const SANITIZED = { sanitizeOps: false, sanitizeResources: false } as const;
const PLAIN = { passphrase: null, replace: true } as const;

function onBoth(name: string, fn: (place: Place, other: Place) => Promise<void>): void {
  for (const kind of ["pglite", "postgres"] as const) {
    const needs = kind === "postgres" ? ["postgres" as const] : [];
    testWith(needs, `backup on ${kind}: ${name}`, async () => {
      const place = await placeOf(await (kind === "postgres" ? freshPostgres() : freshPglite()));
      const other = await placeOf(await freshPglite());
      try {
        await fn(place, other);
      } finally {
        await place.close();
        await other.close();
      }
    }, SANITIZED);
  }
}

async function addUser({ database: { db } }: Place, email: string): Promise<string> {
  const { id } = await db.insertInto("users").values({ email, password_hash: "x" })
    .returning("id").executeTakeFirstOrThrow();
  return id;
}

/** A completed run of a new strategy of a new account, with its result. */
async function addRun(place: Place, email: string): Promise<string> {
  const { db } = place.database;
  const user_id = await addUser(place, email);
  const id = crypto.randomUUID();
  await insertRun(db, await insertVersion(db, user_id), {
    id,
    status: "completed",
    initial_capital: 1,
    intrabar: "worst",
    results_storage_key: resultsKey(id),
  });
  await place.storage.put(resultsKey(id), new TextEncoder().encode(email), "text/plain");
  return id;
}

onBoth("numbers, texts and times come back to the last bit", async (place, other) => {
  const { db } = place.database;
  await addUser(place, 'quote " back\\slash\nline\u2028 \u{1F600} é@example.com');
  await sql`insert into candles
      (asset, timeframe, venue, timestamp, open, high, low, close, volume, created_at)
    select 'BTC/USDT', '1h', 'binance', '1998-03-29 02:30:00+00'::timestamptz + i * interval '1 hour',
      i / 3.0::float8, 1e308 / (i + 1), 5e-324 * i, -0.0::float8, 'NaN'::float8,
      '2026-11-29 03:00:00.123457+00'
    from generate_series(0, 9000) i`.execute(db);
  const bytes = await collect(backupStream(place, "all", null));
  const names: string[] = [];
  for await (const { name, bytes: part } of backupEntries(sourceOf(bytes), null)) {
    names.push(name);
    assert.ok(part.byteLength < 3_000_000, "memory does not grow with the table");
  }
  assert.ok(names.filter((name) => name.startsWith("tables/candles/")).length >= 3);
  await restoreBackup(other, sourceOf(bytes), PLAIN);
  assert.deepEqual(await everythingIn(other), await everythingIn(place));
});

onBoth(
  "what is written meanwhile is not in it, and what is deleted leaves nothing half",
  async (place, other) => {
    const { db } = place.database;
    const kept = await addRun(place, "kept@example.com");
    const deleted = await addRun(place, "deleted@example.com");
    const lost = await addRun(place, "lost@example.com");
    await place.storage.delete(resultsKey(lost));
    let isFirst = true;
    const storage: Place["storage"] = {
      ...place.storage,
      // The rows are read by now: a run goes, with its blob, and an account comes.
      async *list() {
        if (isFirst) {
          isFirst = false;
          await db.deleteFrom("backtest_runs").where("id", "=", deleted).execute();
          await place.storage.delete(resultsKey(deleted));
          await addUser(place, "late@example.com");
        }
        yield* place.storage.list();
      },
    };
    await place.storage.put("candles/binance/BTC/1h/2021-01.gz", new Uint8Array([1]), "x/y");
    const bytes = await collect(backupStream({ ...place, storage }, "all", null));
    await restoreBackup(other, sourceOf(bytes), PLAIN);
    const users = await other.database.db.selectFrom("users").select("email").execute();
    assert.deepEqual(
      users.map(({ email }) => email).sort(),
      ["deleted@example.com", "kept@example.com", "lost@example.com"],
    );
    const runs = await other.database.db.selectFrom("backtest_runs").select("id").execute();
    assert.deepEqual(runs.map(({ id }) => id).sort(), [kept, lost].sort());
    const blobs = await Array.fromAsync(other.storage.list());
    assert.deepEqual(blobs.map(({ key }) => key), [resultsKey(kept)]);
  },
);

onBoth("the database alone, with the blobs of the place left as they are", async (place, other) => {
  const id = await addRun(place, "a@example.com");
  const bytes = await collect(backupStream(place, "database", null));
  const { contents, manifest } = await verifyBackup(sourceOf(bytes), null);
  assert.equal(manifest.scope, "database");
  assert.equal(contents.blobs, 0);
  await other.storage.put(resultsKey(id), new Uint8Array([7]), "x/y");
  await restoreBackup(other, sourceOf(bytes), PLAIN);
  const { rows } = await everythingIn(other);
  assert.deepEqual(rows, (await everythingIn(place)).rows);
  assert.deepEqual(await other.storage.get(resultsKey(id)), new Uint8Array([7]));
});

Deno.test({
  name: "backup: tar and sha256sum read one that is not encrypted",
  ...SANITIZED,
  async fn() {
    const place = await placeOf(await freshPglite());
    try {
      await addRun(place, "a@example.com");
      const key = `${`${"long-".repeat(12)}/`.repeat(6)}results.json`;
      await place.storage.put(key, new TextEncoder().encode("far"), "text/plain");
      const path = `${place.folder}/backup.tar.gz`;
      await Deno.writeFile(path, await collect(backupStream(place, "all", null)));
      const to = `${place.folder}/unpacked`;
      await Deno.mkdir(to);
      const run = async (program: string, ...args: string[]) => {
        const { success, stderr } = await new Deno.Command(program, { args, cwd: to }).output();
        assert.ok(success, new TextDecoder().decode(stderr));
      };
      await run("tar", "-xzf", path);
      await run("sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS");
      assert.equal(await Deno.readTextFile(`${to}/blobs/${key}`), "far");
      const settings = JSON.parse(await Deno.readTextFile(`${to}/settings.json`));
      assert.deepEqual(settings, place.settings);
      const left = await Array.fromAsync(Deno.readDir(place.scratch));
      assert.deepEqual(left, [], "nothing is left of the rows that were written meanwhile");
    } finally {
      await place.close();
    }
  },
});
