import assert from "node:assert/strict";
import {
  openTestApp,
  type TestApp,
  type TestAppOptions,
  type TestClient,
  untilEnded,
} from "../../tests/support/app.ts";
import { startFakeVendor } from "../../tests/support/vendor.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { RSI_WITH_STOPS } from "../../tests/support/strategies.ts";

function check(
  name: string,
  fn: (app: TestApp, person: TestClient) => Promise<void>,
  options: TestAppOptions = {},
): void {
  Deno.test({
    name: `run_backtest: ${name}`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const app = await openTestApp(options);
      try {
        await fn(app, await app.person());
      } finally {
        await app.close();
      }
    },
  });
}

async function begin(person: TestClient, asset = "DEMO/USDT"): Promise<string> {
  const { json } = await person.post("/strategies", { name: "RSI", asset, timeframe: "1h" });
  const version = { definition: RSI_WITH_STOPS, base_version: 0 };
  await person.post(`/strategies/${json.id}/versions`, version);
  const run = await person.post("/backtests", {
    strategy_id: json.id,
    date_from: "2021-01-01",
    date_to: "2021-03-01",
  });
  assert.equal(run.status, 202);
  return run.json.run_id;
}

/** A storage in memory that refuses to write as often as it is told. */
function failingStorage(failures: number): BlobStorage & { blobs: Map<string, Uint8Array> } {
  const blobs = new Map<string, Uint8Array>();
  let left = failures;
  return {
    blobs,
    put(key, bytes) {
      if (left-- > 0) return Promise.reject(new Error("the bucket is away"));
      blobs.set(key, bytes);
      return Promise.resolve();
    },
    get: (key) => Promise.resolve(blobs.get(key) ?? null),
    delete: (key) => Promise.resolve(void blobs.delete(key)),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

check(
  "a storage that is away for a moment delays a run, and does not fail it",
  async (app, person) => {
    const id = await begin(person);
    await app.services.runner.start({ alone: true });
    const run = await untilEnded(person, id);
    assert.equal(run.status, "completed");
    const { attempts } = await app.services.database.db.selectFrom("backtest_runs")
      .select("attempts").executeTakeFirstOrThrow();
    assert.equal(attempts, 2);
  },
  { storage: failingStorage(1) },
);

check(
  "a storage that stays away fails the run in words, after a few tries",
  async (app, person) => {
    const id = await begin(person);
    await app.services.runner.start({ alone: true });
    const run = await untilEnded(person, id);
    assert.equal(run.status, "failed");
    assert.equal(run.error_code, "storage_unavailable");
    assert.match(run.error_message, /could not be stored\. Run it again/);
  },
  { storage: failingStorage(Infinity) },
);

check("a run whose workers keep dying is given up", async (app, person) => {
  const id = await begin(person);
  await app.services.database.db.updateTable("backtest_runs").set({ attempts: 6 }).execute();
  await app.services.runner.start({ alone: true });
  const run = await untilEnded(person, id);
  assert.equal(run.error_code, "interrupted");
  assert.match(run.error_message, /Run it again/);
});

check(
  "an engine that takes too long is stopped, and the next run is not harmed",
  async (app, person) => {
    const id = await begin(person);
    await app.services.runner.start({ alone: true });
    const run = await untilEnded(person, id);
    assert.equal(run.error_code, "timeout");
    assert.match(run.error_message, /shorter date range/);
  },
  { config: { runTimeoutMs: 0 } },
);

check("what a crash left open goes on at the next start", async (app, person) => {
  const id = await begin(person);
  const { db } = app.services.database;
  await db.updateTable("backtest_runs").set({
    status: "running",
    claimed_by: "a process that is no more",
    lease_expires_at: new Date("2100-01-01"),
  }).execute();
  await app.services.runner.start({ alone: true });
  assert.equal((await untilEnded(person, id)).status, "completed");
});

check("a run whose message was lost is queued again", async (app, person) => {
  const id = await begin(person);
  const { runner, queue, database } = app.services;
  // The message is taken and dropped, as by a worker that died before it claimed the row.
  const { promise: dropped, resolve } = Promise.withResolvers<void>();
  const consumer = await queue.consume(() => {
    resolve();
    return Promise.resolve("done");
  }, { concurrency: 1 });
  await dropped;
  assert.equal(await runner.requeueLost(60_000), 0, "too early to tell");
  await database.db.updateTable("backtest_runs").set({ updated_at: new Date(0) }).execute();
  assert.equal(await runner.requeueLost(60_000), 1);
  assert.equal(await runner.requeueLost(60_000), 0);
  await consumer.stop();
  assert.equal((await person.get(`/backtests/${id}`)).json.status, "pending");
});

const stalling = startFakeVendor();
check("a process that stops puts its run back as it was", async (app, person) => {
  stalling.stall();
  const asked = stalling.nextRequest();
  const id = await begin(person, "BTC/USDT");
  await app.services.runner.start({ alone: true });
  await asked;
  assert.equal((await person.get(`/backtests/${id}`)).json.status, "running");
  await app.services.runner.stop(0);
  const row = await app.services.database.db.selectFrom("backtest_runs").selectAll()
    .executeTakeFirstOrThrow();
  assert.deepEqual([row.status, row.attempts, row.claimed_by], ["pending", 0, null]);
  await stalling.close();
}, { config: { vendorUrl: stalling.url, vendorTimeoutMs: 60_000 } });

const storage = failingStorage(0);
const deleting = startFakeVendor();
check(
  "an account deleted while its run is under way leaves nothing behind",
  async (app, person) => {
    deleting.stall();
    const asked = deleting.nextRequest();
    await begin(person, "BTC/USDT");
    await app.services.runner.start({ alone: true });
    await asked;
    assert.equal((await person.delete("/users/me")).status, 204);
    deleting.release();
    await app.services.runner.stop(60_000);
    const { db } = app.services.database;
    for (const table of ["users", "sessions", "strategies", "backtest_runs"] as const) {
      assert.deepEqual(await db.selectFrom(table).selectAll().execute(), [], table);
    }
    assert.equal(storage.blobs.size, 0);
    await deleting.close();
  },
  { storage, config: { vendorUrl: deleting.url } },
);
