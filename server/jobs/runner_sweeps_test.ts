/** When a runner looks for what was left behind, what it does then, and how it stops. */
import assert from "node:assert/strict";
import { insertRun, insertVersion } from "../../tests/support/run_rows.ts";
import type { Kysely } from "kysely";
import { freshPglite } from "../../tests/support/database.ts";
import { EngineThreads } from "../backtests/engine_threads.ts";
import type { BacktestRunsTable, Database } from "../db/schema.ts";
import { createLogger } from "../logging/log.ts";
import { MarketData } from "../market_data/service.ts";
import { openProcessNotifications } from "../notifications/process_notifications.ts";
import type { JobHandler } from "../queue/queue.ts";
import { defineJob } from "./job.ts";
import { runBacktest } from "./run_backtest.ts";
import { JobRunner } from "./runner.ts";

const MINUTE_MS = 60_000;

interface Fixture {
  readonly db: Kysely<Database>;
  /** Runs that were worked on, or told of, and what was done beside them, since it was last asked. */
  readonly done: () => string[];
  /** `level message` of each line since it was last asked. */
  readonly lines: () => string[];
  readonly runner: (options?: { leaseMs?: number; failing?: boolean }) => JobRunner;
  /** Resolves when so many things were done that nobody has asked for yet. */
  readonly until: (count: number) => Promise<void>;
  /** A run whose row was last touched so long ago. */
  readonly run: (name: string, facts: RunFacts) => Promise<void>;
  /** Intervals that the runner has begun. */
  readonly everyMs: number[];
  /** Lets every interval that goes on strike once. */
  readonly strike: () => Promise<void>;
  readonly open: () => number;
  /** The consumer that the runner has begun, once it has. */
  readonly handler: () => JobHandler | null;
}

/** A time so long from now. */
function later(ms: number): Date {
  return new Date(Date.now() + ms);
}

interface RunFacts {
  readonly agoMs: number;
  readonly status?: "pending" | "running" | "completed";
  readonly lease_expires_at?: BacktestRunsTable["lease_expires_at"];
}

function testRunner(name: string, test: (fixture: Fixture) => Promise<void>): void {
  Deno.test({
    name: `runner: ${name}`,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const { db, close } = await freshPglite();
      const { setInterval, clearInterval } = globalThis;
      const log: string[] = [];
      const lines: string[] = [];
      const names = new Map<string, string>();
      const everyMs: number[] = [];
      const intervals = new Map<number, () => Promise<void>>();
      let handler: JobHandler | null = null;
      const logger = createLogger({
        logLevel: "info",
        logFormat: "json",
        write: (line, level) => {
          const { message, count } = JSON.parse(line);
          lines.push(`${level} ${message}${count === undefined ? "" : ` ${count}`}`);
        },
      });
      const runner: Fixture["runner"] = ({ leaseMs = MINUTE_MS, failing = false } = {}) => {
        const did = (what: string) => {
          log.push(what);
          return failing ? Promise.reject(new Error("away")) : Promise.resolve();
        };
        return new JobRunner({
          db,
          queue: {
            enqueue: () => Promise.reject(new Error("nobody queues here")),
            consume: (given) => {
              handler = given;
              return Promise.resolve({ stop: () => did("stopped") });
            },
            ping: () => Promise.resolve(),
            close: () => Promise.resolve(),
          },
          storage: {
            put: () => Promise.reject(new Error("nobody writes here")),
            get: () => Promise.resolve(null),
            delete: () => Promise.resolve(),
            async *list() {},
            ping: () => Promise.resolve(),
            close: () => Promise.resolve(),
          },
          marketData: Object.create(MarketData.prototype),
          threads: Object.assign(new EngineThreads({ size: 1, timeoutMs: 1 }), {
            warmUp: () => void log.push("warm"),
          }),
          blobDeletions: { sweep: () => did("blobs") },
          outbox: { deliver: () => Promise.resolve(), sweep: () => Promise.resolve() },
          deliveries: { deliver: () => Promise.resolve() },
          notices: { sweep: () => Promise.resolve() },
          leftOvers: { sweep: () => Promise.resolve({ writes: 0, blobs: 0 }) },
          unfinishedImports: { sweep: () => Promise.resolve(0) },
          disk: { isFull: () => Promise.resolve(false), untilRoom: () => Promise.resolve() },
          lab: {
            start: () => Promise.resolve(),
            wake: () => {},
            stop: () => Promise.resolve(),
          },
          notifications: openProcessNotifications(),
          log: logger,
          jobs: [defineJob({
            ...runBacktest,
            async handle({ claims }) {
              const run = await claims.claimNext();
              if (run === null) return "done";
              claims.leave(run);
              await claims.fail(run, "internal", "It was worked on.");
              await did(names.get(run.id) ?? run.id);
              return "done";
            },
          })],
          queueRun: ({ id }) => did(`queued ${names.get(id) ?? id}`),
          concurrency: 1,
          leaseMs,
          outageWaitMs: 0,
        });
      };
      const user = await db.insertInto("users")
        .values({ email: "ada@example.com", password_hash: "x" })
        .returning("id").executeTakeFirstOrThrow();
      const version = await insertVersion(db, user.id);
      const run: Fixture["run"] = async (name, { agoMs, ...facts }) => {
        const id = await insertRun(db, version, {
          updated_at: new Date(Date.now() - agoMs),
          ...facts,
        });
        names.set(id, name);
      };
      try {
        globalThis.setInterval = ((strike: () => Promise<void>, ms: number) => {
          everyMs.push(ms);
          intervals.set(everyMs.length, strike);
          return everyMs.length;
        }) as typeof setInterval;
        globalThis.clearInterval = ((id: number) =>
          void intervals.delete(id)) as typeof clearInterval;
        await test({
          db,
          done: () => log.splice(0),
          until: async (count) => {
            while (log.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
          },
          lines: () => lines.splice(0),
          runner,
          run,
          everyMs,
          strike: async () => {
            for (const strike of intervals.values()) await strike();
          },
          open: () => intervals.size,
          handler: () => handler,
        });
      } finally {
        Object.assign(globalThis, { setInterval, clearInterval });
        await close();
      }
    },
  });
}

testRunner(
  "alone, it goes on with whatever is open; beside others, with what nobody holds; nothing is queued twice",
  async (fixture) => {
    const { db, done, until, lines, runner, run, strike } = fixture;
    const held = { status: "running", lease_expires_at: later(MINUTE_MS) } as const;
    await run("fresh", { agoMs: 0 });
    await run("waits", { agoMs: 2 * MINUTE_MS });
    await run("held", { agoMs: 2 * MINUTE_MS, ...held });
    await run("over", { agoMs: 2 * MINUTE_MS, status: "completed" });
    const beside = runner();
    await beside.start({ alone: false });
    await until(4);
    assert.deepEqual(done().sort(), ["blobs", "fresh", "waits", "warm"]);
    assert.deepEqual(lines(), []);
    await strike();
    assert.deepEqual(done(), ["blobs"], "one is held by another, and nothing else waits");
    await beside.stop(0);

    done();
    const alone = runner();
    await alone.start({ alone: true });
    await until(3);
    assert.deepEqual(done().sort(), ["blobs", "held", "warm"]);
    const rows = await db.selectFrom("backtest_runs").select("status").execute();
    assert.deepEqual(rows.map(({ status }) => status).sort(), [
      "completed",
      "failed",
      "failed",
      "failed",
    ]);
  },
);

testRunner("a run whose time of writing is in the future is worked on", async (fixture) => {
  const { done, until, runner, run } = fixture;
  // As after a clock that was 40 days ahead has been set.
  const agoMs = -40 * 24 * 60 * MINUTE_MS;
  await run("pending", { agoMs });
  await run("running", { agoMs, status: "running", lease_expires_at: later(-agoMs) });
  await runner().start({ alone: false });
  await until(4);
  assert.deepEqual(done().sort(), ["blobs", "pending", "running", "warm"]);
});

testRunner("it looks twice a lease, every second to every fifteen", async ({ runner, everyMs }) => {
  const leases: [leaseMs: number, everyMs: number][] = [
    [1_000, 1_000],
    [2_002, 1_001],
    [20_000, 10_000],
    [29_998, 14_999],
    [60_000, 15_000],
  ];
  for (const [leaseMs] of leases) await runner({ leaseMs }).start({ alone: false });
  assert.deepEqual(everyMs, leases.map(([, ms]) => ms));
});

testRunner("what is away is told, and keeps neither the rest nor the start", async (fixture) => {
  const { done, until, lines, runner, run, handler } = fixture;
  await run("waits", { agoMs: 2 * MINUTE_MS });
  await runner({ failing: true }).start({ alone: false });
  await until(3);
  assert.deepEqual(done().sort(), ["blobs", "waits", "warm"]);
  assert.deepEqual(lines().sort(), [
    "warn blobs could not be deleted yet",
    "warn runs that wait could not be worked on",
  ]);
  assert.ok(handler());
});

testRunner("stopped, it looks no more and lets its jobs end", async ({ runner, done, open }) => {
  const stopping = runner();
  await stopping.start({ alone: false });
  assert.equal(open(), 1);
  done();
  await stopping.stop(0);
  assert.deepEqual([open(), done()], [0, ["stopped"]]);
  await assert.doesNotReject(runner().stop(0), "one that was never started");
});
