import assert from "node:assert/strict";
import {
  openTestApp,
  type TestApp,
  type TestAppOptions,
  type TestClient,
  untilEnded,
} from "../../tests/support/app.ts";
import { startFakeVendor } from "../../tests/support/vendor.ts";
import { EngineThreads } from "../backtests/engine_threads.ts";
import type { BlobStorage } from "../storage/storage.ts";
import { compilations } from "../strategies/compilations.ts";
import { JOBS } from "./mod.ts";
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

async function begin(
  person: TestClient,
  asset = "DEMO/USDT",
  range = { date_from: "2021-01-01", date_to: "2021-03-01" },
): Promise<string> {
  const { json } = await person.post("/strategies", { name: "RSI", asset, timeframe: "1h" });
  const version = { definition: RSI_WITH_STOPS, base_version: 0 };
  await person.post(`/strategies/${json.id}/versions`, version);
  const run = await person.post("/backtests", {
    strategy_id: json.id,
    ...range,
  });
  assert.equal(run.status, 202);
  return run.json.run_id;
}

/** A storage in memory that refuses a given number of writes. */
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
    async *list() {},
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

check(
  "a short outage of the storage delays a run, and does not fail it",
  async (app, person) => {
    const id = await begin(person);
    await app.services.runner.start({ alone: true });
    const run = await untilEnded(person, id);
    assert.equal(run.status, "completed");
    const { attempts, waited_ms } = await app.services.database.db.selectFrom("backtest_runs")
      .select(["attempts", "waited_ms"]).executeTakeFirstOrThrow();
    assert.deepEqual([attempts, waited_ms], [1, 1_000], "waited once, which is no try");
  },
  { storage: failingStorage(1), config: { outageWaitMs: 60_000 } },
);

check(
  "an unavailable storage fails the run in words when it has waited long enough, and not before",
  async (app, person) => {
    const id = await begin(person);
    await app.services.runner.start({ alone: true });
    const run = await untilEnded(person, id);
    assert.equal(run.status, "failed");
    assert.equal(run.error_code, "storage_unavailable");
    assert.match(run.error_message, /could not be stored\.$/);
  },
  { storage: failingStorage(Infinity), config: { outageWaitMs: 1_500 } },
);

check("a run whose workers keep dying is given up", async (app, person) => {
  const id = await begin(person);
  await app.services.database.db.updateTable("backtest_runs").set({ attempts: 6 }).execute();
  await app.services.runner.start({ alone: true });
  const run = await untilEnded(person, id);
  assert.equal(run.error_code, "interrupted");
  assert.equal(run.error_message, "The backtest was interrupted several times.");
});

check(
  "an engine that takes too long is stopped, and the next run is not harmed",
  async (app, person) => {
    const id = await begin(person);
    await app.services.runner.start({ alone: true });
    const run = await untilEnded(person, id);
    assert.equal(run.error_code, "timeout");
    assert.equal(run.error_message, "The backtest took too long and was stopped.");
  },
  { threads: new EngineThreads({ size: 1, timeoutMs: 0 }) },
);

/** Runs one to its end, which must be this failure. */
async function failsWith(
  app: TestApp,
  person: TestClient,
  { code, message, asset }: { code: string; message: RegExp; asset?: string },
): Promise<void> {
  const id = await begin(person, asset);
  await app.services.runner.start({ alone: true });
  const run = await untilEnded(person, id);
  assert.deepEqual([run.status, run.error_code], ["failed", code], run.error_message);
  assert.match(run.error_message, message);
  assert.equal(run.total_return, null);
  assert.equal((await person.get(`/backtests/${id}/results`)).status, 409);
}

check(
  "a result that is too large to keep fails with that reason, and nothing of it is stored",
  async (app, person) => {
    await failsWith(app, person, {
      code: "result_too_large",
      message: /its result is too large to keep\.$/,
    });
    assert.deepEqual([...Deno.readDirSync(`${app.services.config.dataDir}/blobs`)], []);
  },
  { threads: new EngineThreads({ size: 1, timeoutMs: 60_000, maxResultBytes: 10_000 }) },
);

check(
  "a strategy that cannot run any more fails with the sentences of its faults",
  async (app, person) => {
    const id = await begin(person);
    // As when a newer engine asks for more than the one that the strategy was saved with.
    const { db } = app.services.database;
    const definition_json = JSON.stringify({ ...RSI_WITH_STOPS, connections: [] });
    await db.updateTable("strategy_versions").set({ definition_json }).execute();
    await app.services.runner.start({ alone: true });
    const run = await untilEnded(person, id);
    assert.equal(run.error_code, "invalid_strategy");
    assert.match(
      run.error_message,
      /^Crossover needs a value: connect an indicator\. Entry signal needs a condition/,
    );
  },
);

check(
  "a crash of the engine fails the run with a message without internals",
  async (app, person) => {
    await failsWith(app, person, {
      code: "internal",
      message: /^Something went wrong on our side while the backtest ran\.$/,
    });
  },
  {
    threads: Object.assign(new EngineThreads({ size: 1, timeoutMs: 60_000 }), {
      run: () => Promise.reject(new Error("secret detail")),
    }),
  },
);

/** Registers a test on an exchange that behaves as `set` says. */
function checkVendor(
  name: string,
  set: (vendor: ReturnType<typeof startFakeVendor>) => void,
  fn: (
    app: TestApp,
    person: TestClient,
    vendor: ReturnType<typeof startFakeVendor>,
  ) => Promise<void>,
): void {
  Deno.test({
    name: `run_backtest: ${name}`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const vendor = startFakeVendor();
      set(vendor);
      const app = await openTestApp({ config: { vendorUrl: vendor.url } });
      try {
        await fn(app, await app.person(), vendor);
      } finally {
        await app.close();
        await vendor.close();
      }
    },
  });
}

check("a run that outlasts its job fails as one that takes too long", async (app, person) => {
  const id = await begin(person);
  await app.services.runner.start({ alone: true });
  const run = await untilEnded(person, id);
  assert.deepEqual([run.status, run.error_code], ["failed", "timeout"]);
}, { jobs: JOBS.map((job) => job.name === "run_backtest" ? { ...job, timeoutMs: 1 } : job) });

check(
  "the document of a run is compiled once, and not again for another run",
  async (app, person) => {
    const first = await begin(person);
    const before = compilations.count;
    await app.services.runner.start({ alone: true });
    assert.equal((await untilEnded(person, first)).status, "completed");
    const { json } = await person.post(`/backtests/${first}/rerun`);
    assert.equal((await untilEnded(person, json.run_id)).status, "completed");
    // It was compiled when the run was asked for; the engine's threads count for themselves.
    assert.equal(compilations.count - before, 0);
  },
);

const BTC = "BTC/USDT";

/** Registers a test of a run whose row is not what it was when it was accepted. */
function checkChanged(
  name: string,
  columns: Partial<Record<"asset" | "timeframe", string>> & { date_from?: Date },
  failure: { code: string; message: RegExp },
): void {
  check(name, async (app, person) => {
    const id = await begin(person);
    await app.services.database.db.updateTable("backtest_runs").set(columns).execute();
    await app.services.runner.start({ alone: true });
    const run = await untilEnded(person, id);
    assert.deepEqual([run.status, run.error_code], ["failed", failure.code], run.error_message);
    assert.match(run.error_message, failure.message);
  });
}

checkChanged(
  "a pair that was taken off the list meanwhile is named",
  { asset: "GONE/USDT" },
  { code: "unknown_asset", message: /GONE\/USDT/ },
);
checkChanged(
  "a timeframe that was taken off the list meanwhile is named",
  { timeframe: "7h" },
  { code: "unknown_timeframe", message: /7h/ },
);
checkChanged(
  "dates out of all bounds fail with that reason",
  { date_from: new Date("1990-01-01") },
  { code: "bad_range", message: /both between 2009 and 2199/ },
);

check(
  "an unavailable database fails the run with that reason",
  async (app, person) => {
    await failsWith(app, person, {
      code: "database_unavailable",
      message: /^The database did not answer for a while, so the backtest could not be finished\.$/,
    });
  },
  {
    threads: Object.assign(new EngineThreads({ size: 1, timeoutMs: 60_000 }), {
      run: () => Promise.reject(Object.assign(new Error("secret"), { code: "57P01" })),
    }),
  },
);

checkVendor(
  "an exchange that asks for a pause fails the run, and says for how long",
  (vendor) =>
    vendor.answerWith(() =>
      new Response("slow down", { status: 429, headers: { "retry-after": "3600" } })
    ),
  (app, person) =>
    failsWith(app, person, {
      asset: BTC,
      code: "rate_limited",
      message:
        /^Binance asks for a pause of 60 minutes: too many requests came\. No 1h candles of BTC\/USDT are stored here yet\.$/,
    }),
);

checkVendor(
  "an exchange that does not serve this place is not asked again and again",
  (vendor) => vendor.answerWith(() => new Response("no", { status: 451 })),
  async (app, person, vendor) => {
    await failsWith(app, person, {
      asset: BTC,
      code: "vendor_refused",
      message: /^Binance does not serve this server/,
    });
    assert.equal(vendor.requests(), 1);
  },
);

checkVendor(
  "an exchange that has nothing of the period fails the run with what there is",
  (vendor) => vendor.beginAt(Date.UTC(2022, 0, 1)),
  async (app, person) => {
    await failsWith(app, person, {
      asset: BTC,
      code: "no_candles",
      message: /^There are no 1h candles of BTC\/USDT from 1 Jan 2021 to 28 Feb 2021\./,
    });
  },
);

checkVendor(
  "a period that begins before the candles is run on what there is, and the result says so",
  (vendor) => vendor.beginAt(Date.UTC(2021, 1, 1)),
  async (app, person) => {
    const id = await begin(person, BTC);
    await app.services.runner.start({ alone: true });
    const run = await untilEnded(person, id);
    assert.equal(run.status, "completed", run.error_message);
    const { json: result } = await person.get(`/backtests/${id}/results`);
    assert.equal(result.data.first_time, Date.UTC(2021, 1, 1));
    assert.equal(result.data.bars, 28 * 24);
  },
);

checkVendor(
  "with the exchange gone, a period that begins before what is stored fails with what happened",
  () => {},
  async (app, person, vendor) => {
    await app.services.runner.start({ alone: true });
    const stored = await begin(person, BTC);
    assert.equal((await untilEnded(person, stored)).status, "completed");
    vendor.answerWith(() => new Response("gone", { status: 404 }));
    const early = await begin(person, BTC, { date_from: "2020-06-01", date_to: "2021-02-01" });
    const run = await untilEnded(person, early);
    assert.deepEqual([run.status, run.error_code], ["failed", "vendor_error"]);
    assert.equal(run.error_message, "Binance refused the request (HTTP 404).");
  },
);

check("work interrupted by a crash is resumed at the next start", async (app, person) => {
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

check("a run whose message was lost is worked on all the same", async (app, person) => {
  const id = await begin(person);
  const { runner, queue } = app.services;
  // The message is taken and dropped, as by a worker that was killed before it claimed the row.
  const { promise: dropped, resolve } = Promise.withResolvers<void>();
  const consumer = await queue.consume(() => {
    resolve();
    return Promise.resolve("done");
  }, { concurrency: 1 });
  await dropped;
  assert.equal((await person.get(`/backtests/${id}`)).json.status, "pending");
  assert.ok(await runner.takeWaiting() > 0);
  assert.equal((await untilEnded(person, id)).status, "completed");
  assert.equal(await runner.takeWaiting(), 0);
  await consumer.stop();
});

const stalling = startFakeVendor();
check("a process that stops releases its run unchanged", async (app, person) => {
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
    assert.equal((await person.delete("/users/me", { password: "correct horse" })).status, 204);
    deleting.release();
    await app.services.runner.stop(60_000);
    const { db } = app.services.database;
    for (const table of ["users", "sessions", "strategies", "backtest_runs"] as const) {
      assert.deepEqual(await db.selectFrom(table).selectAll().execute(), [], table);
    }
    // Months of an exchange's candles are everybody's.
    const kept = [...storage.blobs.keys()].filter((key) => !key.startsWith("candles/"));
    assert.deepEqual(kept, []);
    await deleting.close();
  },
  { storage, config: { vendorUrl: deleting.url } },
);
