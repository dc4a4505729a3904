/**
 * Clocks that are wrong, or are set while the app runs. It must show, with real processes whose clock is 3 hours or 40 days ahead
 * or behind:
 * - embedded: backtests that were queued and begun under one clock are completed under another, after a restart and without;
 * - on PostgreSQL: two processes an hour apart work together, and rows have the database's time.
 */
import assert from "node:assert/strict";
import pg from "pg";
import { ApiSession } from "../support/api_session.ts";
import { startApp } from "../support/app_process.ts";
import { freshPostgresUrl } from "../support/database.ts";
import { testEnv, testWith } from "../support/env.ts";
import { wrongClock } from "../support/faketime.ts";
import { startProcess } from "../support/program.ts";
import { RSI_WITH_STOPS } from "../support/strategies.ts";
import { startFakeVendor } from "../support/vendor.ts";

const UNCHECKED = { sanitizeOps: false, sanitizeResources: false };
const HOUR = 3_600_000;
const UNITS: Readonly<Record<string, number>> = { h: HOUR, d: 24 * HOUR };

/** Waits until the app has seen that its clock was set, and is logged in under that clock. */
async function clockIsSeen(person: ApiSession, strategy: string, offset: string): Promise<void> {
  const shift = Number.parseInt(offset) * (UNITS[offset.at(-1) ?? ""] ?? 0);
  for (;;) {
    await person.logIn();
    // A session that began under another clock may have run out.
    const { updated_at } = await person.send(
      "PATCH",
      `/strategies/${strategy}`,
      { name: "Test" },
      200,
    )
      .catch(() => ({ updated_at: "" }));
    const off = Date.parse(String(updated_at)) - Date.now() - shift;
    if (Math.abs(off) < 60_000) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

testWith(
  ["faketime"],
  "clocks: embedded, a clock that is set while the app runs, and between two starts",
  async () => {
    const dataDir = await Deno.makeTempDir();
    const vendor = startFakeVendor();
    const clock = wrongClock("+0");
    const env = {
      DATA_DIR: dataDir,
      VENDOR_URL: vendor.url,
      VENDOR_TIMEOUT_MS: "60000",
      JOB_LOCK_MS: "2000",
      ...clock.env,
    };
    let app = await startApp(env);
    const port = new URL(app.url).port;
    const person = new ApiSession(app.url);
    let strategy = "";
    const set = async (offset: string) => {
      clock.set(offset);
      await clockIsSeen(person, strategy, offset);
    };
    try {
      await person.signUp();
      strategy = await person.createStrategy(RSI_WITH_STOPS);
      let year = 2017;
      // Two runs wait for the exchange, and the others behind them.
      const begin = async () => {
        vendor.stall();
        const asked = vendor.nextRequest();
        const ids: string[] = [];
        // Candles of a year that is not stored yet, so that the exchange is asked.
        year++;
        for (const month of ["02", "03", "04", "05"]) {
          ids.push(await person.startRun(strategy, `${year}-01-01`, `${year}-${month}-01`));
        }
        await asked;
        return ids;
      };
      const completed = async (ids: readonly string[]) => {
        vendor.release();
        for (const id of ids) {
          const run = await person.ended(id);
          assert.equal(run.status, "completed", String(run.error_message));
        }
      };
      for (const offset of ["+3h", "-3h", "+40d", "-40d"]) {
        await set(offset);
        const ids = await begin();
        await set("+0");
        await completed(ids);
      }
      for (const offset of ["+40d", "-3h"]) {
        await set(offset);
        const ids = await begin();
        app.kill("SIGKILL");
        await app.exited;
        clock.set("+0");
        app = await startApp({ ...env, PORT: port });
        await person.logIn();
        await completed(ids);
      }
    } finally {
      app.kill("SIGKILL");
      await app.exited;
      clock.remove();
      await vendor.close();
      await Deno.remove(dataDir, { recursive: true });
    }
  },
  UNCHECKED,
);

testWith(
  ["faketime", "postgres", "redis", "s3"],
  "clocks: on PostgreSQL, a web process an hour behind and a worker an hour ahead work together",
  async () => {
    const { url: databaseUrl, drop } = await freshPostgresUrl();
    const dataDir = await Deno.makeTempDir();
    const [behind, ahead] = [wrongClock("-1h"), wrongClock("+1h")];
    const env = {
      DATA_DIR: dataDir,
      DATABASE_URL: databaseUrl,
      // A database of its own: the name of the queue is the same in all processes of an app.
      REDIS_URL: `${testEnv.redisUrl}/6`,
      S3_ENDPOINT: testEnv.s3Endpoint ?? "",
      S3_BUCKET: `clocks-${crypto.randomUUID()}`,
      S3_ACCESS_KEY_ID: testEnv.s3AccessKeyId,
      S3_SECRET_ACCESS_KEY: testEnv.s3SecretAccessKey,
      VENDOR_URL: "http://127.0.0.1:9",
      OUTAGE_WAIT_MS: "0",
    };
    const web = await startApp({ ...env, ...behind.env });
    const worker = startProcess(["deno", "run", "-A", "main.ts"], {
      ...env,
      ...ahead.env,
      WORKER: "1",
    });
    try {
      await worker.until(/worker is ready/);
      const person = new ApiSession(web.url);
      await person.signUp();
      const strategy = await person.createStrategy(RSI_WITH_STOPS, "DEMO/USDT");
      const ids = [];
      for (let n = 0; n < 4; n++) {
        ids.push(await person.startRun(strategy, "2021-01-01", "2021-03-01"));
      }
      for (const id of ids) {
        const run = await person.ended(id);
        assert.equal(run.status, "completed", String(run.error_message));
        const offMs = Date.parse(String(run.created_at)) - Date.now();
        assert.ok(Math.abs(offMs) < HOUR / 2, `created ${offMs} ms from now`);
      }
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      const { rows } = await client.query("select attempts from backtest_runs");
      await client.end();
      assert.deepEqual(rows.map(({ attempts }) => attempts), ids.map(() => 1));
      for (const process of [web, worker]) {
        assert.match(process.output(), /the clock of this process is wrong/);
      }
    } finally {
      for (const process of [web, worker]) {
        process.kill("SIGKILL");
        await process.exited;
      }
      for (const clock of [behind, ahead]) clock.remove();
      await drop();
      await Deno.remove(dataDir, { recursive: true });
    }
  },
  UNCHECKED,
);
