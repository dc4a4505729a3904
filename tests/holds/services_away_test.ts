/**
 * Storage, queue or exchange are away while backtests are under way. It must show, embedded and on PostgreSQL, Redis and S3:
 * - no run fails; each waits, says what for, and is completed once what was away is back;
 * - waiting is no try: a run that waited has been claimed by no dead worker;
 * - health says which part is away, also a bucket that answers and cannot be written to;
 * - when the time to wait is up the run fails with the reason.
 */
import assert from "node:assert/strict";
import { openPostgres } from "../../server/db/connect.ts";
import { migrateToLatest } from "../../server/db/migrate.ts";
import { openBullmqQueue } from "../../server/queue/bullmq_queue.ts";
import { openS3Storage } from "../../server/storage/s3_storage.ts";
import type { BlobStorage } from "../../server/storage/storage.ts";
import { openTestApp, type TestApp, type TestAppOptions, type TestClient } from "../support/app.ts";
import { freshPostgresUrl } from "../support/database.ts";
import { type Need, testEnv, testWith } from "../support/env.ts";
import { startRelay } from "../support/relay.ts";
import { RSI_WITH_STOPS } from "../support/strategies.ts";
import { startFakeVendor } from "../support/vendor.ts";

const UNCHECKED = { sanitizeOps: false, sanitizeResources: false };
const RUNS = 5;
const TEN_MINUTES = 600_000;

interface Setting {
  readonly app: TestApp;
  /** Takes the storage away, and brings it back. */
  readonly cut: () => void;
  readonly heal: () => void;
  readonly close: () => Promise<void>;
}

const settings: readonly {
  readonly name: string;
  readonly needs: readonly Need[];
  readonly open: (options?: TestAppOptions) => Promise<Setting>;
}[] = [
  {
    name: "embedded",
    needs: [],
    async open(options = {}) {
      const blobs = new Map<string, Uint8Array>();
      let away = false;
      const there = () =>
        away ? Promise.reject(new Error("the storage is away")) : Promise.resolve();
      const storage: BlobStorage = {
        put: (key, bytes) => there().then(() => void blobs.set(key, bytes)),
        get: (key) => there().then(() => blobs.get(key) ?? null),
        delete: (key) => there().then(() => void blobs.delete(key)),
        async *list() {},
        ping: there,
        close: () => Promise.resolve(),
      };
      const app = await openTestApp({ storage, config: { outageWaitMs: TEN_MINUTES }, ...options });
      return {
        app,
        cut: () => void (away = true),
        heal: () => void (away = false),
        close: () => app.close(),
      };
    },
  },
  {
    name: "PostgreSQL, Redis and S3",
    needs: ["postgres", "redis", "s3"],
    async open(options = {}) {
      const { url, drop } = await freshPostgresUrl();
      const database = openPostgres(url);
      await migrateToLatest(database);
      const relay = startRelay(testEnv.s3Endpoint ?? "");
      const app = await openTestApp({
        database,
        queue: openBullmqQueue({
          redisUrl: testEnv.redisUrl ?? "",
          lockMs: 30_000,
          name: crypto.randomUUID(),
        }),
        storage: openS3Storage({
          endpoint: `http://127.0.0.1:${relay.port}`,
          region: "us-east-1",
          bucket: `away-${crypto.randomUUID()}`,
          accessKeyId: testEnv.s3AccessKeyId,
          secretAccessKey: testEnv.s3SecretAccessKey,
          forcePathStyle: true,
        }),
        config: { databaseUrl: url, outageWaitMs: TEN_MINUTES },
        ...options,
      });
      return {
        app,
        cut: relay.cut,
        heal: relay.heal,
        async close() {
          await app.close();
          await relay.stop();
          await drop();
        },
      };
    },
  },
];

for (const { name, needs, open } of settings) {
  testWith(needs, `away (${name}): runs wait for the storage, say so, and end`, async () => {
    const { app, cut, heal, close } = await open();
    try {
      const person = await app.person();
      const strategy = await aStrategy(person, "DEMO/USDT");
      cut();
      assert.equal((await person.get("/health")).json.storage, "error");
      const ids: string[] = [];
      for (let n = 0; n < RUNS; n++) ids.push(await aRun(person, strategy));
      await app.services.runner.start({ alone: name === "embedded" });
      for (const id of ids) {
        await until(person, id, ({ waiting_for }) => waiting_for === "storage");
      }
      assert.equal((await person.get(`/backtests/${ids[0]}`)).json.status, "pending");
      heal();
      for (const id of ids) {
        const run = await until(person, id, ended);
        assert.deepEqual(
          [run.status, run.waiting_for],
          ["completed", null],
          String(run.error_message),
        );
        assert.equal((await person.get(`/backtests/${id}/results`)).status, 200);
      }
      const rows = await app.services.database.db.selectFrom("backtest_runs")
        .select(["attempts", "waited_ms"]).execute();
      assert.deepEqual(rows.map(({ attempts }) => attempts), ids.map(() => 1));
      assert.ok(rows.every(({ waited_ms }) => waited_ms > 0));
      assert.equal((await person.get("/health")).json.storage, "ok");
    } finally {
      await close();
    }
  }, UNCHECKED);

  testWith(needs, `away (${name}): a run waits for the exchange, and ends`, async () => {
    const vendor = startFakeVendor();
    // One that does not answer at all is left alone for half a minute.
    vendor.answerWith(() => new Response("<html>", { status: 200 }));
    const { app, close } = await open({
      config: { vendorUrl: vendor.url, outageWaitMs: TEN_MINUTES },
    });
    try {
      const person = await app.person();
      const id = await aRun(person, await aStrategy(person, "BTC/USDT"));
      await app.services.runner.start({ alone: name === "embedded" });
      const waiting = await until(person, id, ({ waiting_for }) => waiting_for === "exchange");
      assert.equal(waiting.status, "pending");
      vendor.answerWith(null);
      assert.equal((await until(person, id, ended)).status, "completed");
    } finally {
      await close();
      await vendor.close();
    }
  }, UNCHECKED);
}

testWith(["redis"], "away: a queue that is away from the start keeps no run", async () => {
  const relay = startRelay(testEnv.redisUrl ?? "");
  relay.cut();
  const app = await openTestApp({
    queue: openBullmqQueue({
      redisUrl: `redis://127.0.0.1:${relay.port}`,
      lockMs: 30_000,
      name: crypto.randomUUID(),
    }),
    config: { jobLockMs: 2_000 },
  });
  try {
    const person = await app.person();
    const strategy = await aStrategy(person, "DEMO/USDT");
    const before = await aRun(person, strategy);
    // Waits for the queue, which is not what its runs wait for.
    const starting = app.services.runner.start({ alone: true });
    assert.equal((await until(person, before, ended)).status, "completed");
    const meanwhile = await aRun(person, strategy);
    assert.equal((await until(person, meanwhile, ended)).status, "completed");
    relay.heal();
    await starting;
  } finally {
    await app.close();
    await relay.stop();
  }
}, UNCHECKED);

Deno.test({
  name: "away: a run that has waited long enough fails with the reason",
  ...UNCHECKED,
  async fn() {
    const { app, cut, close } = await settings[0]!.open({ config: { outageWaitMs: 1_200 } });
    try {
      const person = await app.person();
      cut();
      const id = await aRun(person, await aStrategy(person, "DEMO/USDT"));
      await app.services.runner.start({ alone: true });
      const run = await until(person, id, ended);
      assert.deepEqual([run.status, run.error_code], ["failed", "storage_unavailable"]);
      const row = await app.services.database.db.selectFrom("backtest_runs").select("waited_ms")
        .executeTakeFirstOrThrow();
      assert.equal(row.waited_ms, 1_200);
    } finally {
      await close();
    }
  },
});

async function aStrategy(person: TestClient, asset: string): Promise<string> {
  const { json } = await person.post("/strategies", { name: "RSI", asset, timeframe: "1h" });
  const version = { definition: RSI_WITH_STOPS, base_version: 0 };
  await person.post(`/strategies/${json.id}/versions`, version);
  return json.id;
}

async function aRun(person: TestClient, strategy_id: string): Promise<string> {
  const range = { date_from: "2021-01-01", date_to: "2021-02-01" };
  const { status, json } = await person.post("/backtests", { strategy_id, ...range });
  assert.equal(status, 202, JSON.stringify(json));
  return json.run_id;
}

type Run = Record<"status" | "waiting_for" | "error_code" | "error_message", string | null>;

function ended({ status }: Run): boolean {
  return status === "completed" || status === "failed";
}

/** Asks until the run is as expected, two minutes at most. */
async function until(
  person: TestClient,
  id: string,
  isExpected: (run: Run) => boolean,
): Promise<Run> {
  const deadline = performance.now() + 120_000;
  for (;;) {
    const run: Run = (await person.get(`/backtests/${id}`)).json;
    if (isExpected(run)) return run;
    assert.ok(!ended(run) && performance.now() < deadline, JSON.stringify(run));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
