/**
 * One account has 200 backtests waiting, whose engine never ends while the test says so. It must show, on both queues:
 * - the first run of another account is completed meanwhile;
 * - what waits is queued once, however long it waits and however often is looked for what was left behind;
 * - a worker that dies in between loses nothing: each run is computed to its end once;
 * - a message that comes twice runs nothing.
 */
import assert from "node:assert/strict";
import type { RunSettings } from "../../engine/mod.ts";
import {
  type EngineOutcome,
  EngineThreads,
  type EngineWork,
} from "../../server/backtests/engine_threads.ts";
import { RunClaims } from "../../server/backtests/claims.ts";
import type { DatabaseHandle } from "../../server/db/connect.ts";
import { openBullmqQueue } from "../../server/queue/bullmq_queue.ts";
import { openKvQueue } from "../../server/queue/kv_queue.ts";
import type { JobMessage, Queue } from "../../server/queue/queue.ts";
import { openTestApp, type TestClient, untilEnded } from "../support/app.ts";
import { freshPglite, freshPostgres } from "../support/database.ts";
import { type Need, testEnv, testWith } from "../support/env.ts";
import { RSI_WITH_STOPS } from "../support/strategies.ts";

const WAITING = 200;

const drivers: readonly {
  readonly name: string;
  readonly needs: readonly Need[];
  readonly database: () => Promise<DatabaseHandle>;
  readonly queue: () => Promise<Queue>;
}[] = [
  {
    name: "Deno KV and PGlite",
    needs: [],
    database: freshPglite,
    queue: () => openKvQueue(":memory:"),
  },
  {
    name: "Redis and PostgreSQL",
    needs: ["redis", "postgres"],
    database: freshPostgres,
    queue: () =>
      Promise.resolve(openBullmqQueue({
        redisUrl: testEnv.redisUrl ?? "",
        lockMs: 30_000,
        name: crypto.randomUUID(),
      })),
  },
];

for (const driver of drivers) {
  testWith(
    driver.needs,
    `turns on ${driver.name}: 200 waiting of one account, and one of another`,
    async () => {
      const queue = await driver.queue();
      const queued: JobMessage[] = [];
      const gate = Promise.withResolvers<void>();
      const threads = new EngineThreads({ size: 3, timeoutMs: 60_000 });
      const compute = threads.run.bind(threads);
      let computed = 0;
      let outcome: Promise<EngineOutcome> | undefined;
      const app = await openTestApp({
        database: await driver.database(),
        queue: {
          ...queue,
          enqueue(message, options) {
            queued.push(message);
            return queue.enqueue(message, options);
          },
        },
        threads: Object.assign(threads, {
          async run(work: EngineWork) {
            // By its length: four days are of the account with many, three of the other one.
            if (rangeDays(work.settings) === 4) await gate.promise;
            computed++;
            // One result for all: what counts is which run was begun how often.
            return await (outcome ??= compute(work));
          },
        }),
        config: {
          workerConcurrency: 2,
          jobLockMs: 1_000,
          limits: { backtestsPerDay: 1_000, openBacktests: 1_000 },
        },
      });
      const { db } = app.services.database;
      const { runner } = app.services;
      const count = async (status: "pending" | "running" | "completed") => {
        const rows = await db.selectFrom("backtest_runs").select("id").where("status", "=", status)
          .execute();
        return rows.length;
      };
      try {
        const many = await app.person();
        const manyStrategy = await aStrategy(many);
        for (let n = 0; n < WAITING; n++) await aRun(many, manyStrategy, 4);
        // Taken by a worker that is killed before it is done with them.
        const dead = new RunClaims(db, 1);
        const lost = [await dead.claimNext(), await dead.claimNext()].map((run) => run?.id);
        assert.equal(new Set(lost).size, 2);

        await runner.start({ alone: false });
        while (await count("running") < 2) await pause();
        const one = await app.person();
        const first = await aRun(one, await aStrategy(one), 3);
        assert.equal((await untilEnded(one, first)).status, "completed");
        assert.equal(await count("completed"), 1, "all others are still to come");
        assert.ok(await count("pending") >= WAITING - 4);

        await db.updateTable("backtest_runs").set({ updated_at: new Date(0) })
          .where("status", "=", "pending").execute();
        for (let n = 0; n < 5; n++) await runner.takeWaiting();
        assert.equal(queued.length, WAITING + 1, "each was queued once");

        gate.resolve();
        while (await count("completed") < WAITING + 1) await pause();
        assert.equal(computed, WAITING + 1, "each was computed once");
        const rows = await db.selectFrom("backtest_runs").select(["id", "attempts"]).execute();
        const twice = rows.filter(({ attempts }) => attempts !== 1).map(({ id }) => id);
        assert.deepEqual(twice.sort(), lost.sort(), "those that the dead worker held");

        await queue.enqueue({ name: "run_backtest", id: first });
        const last = await aRun(one, await aStrategy(one), 3);
        assert.equal((await untilEnded(one, last)).status, "completed");
        assert.equal(computed, WAITING + 2);
      } finally {
        gate.resolve();
        await app.close();
      }
    },
    { sanitizeOps: false, sanitizeResources: false },
  );
}

function rangeDays({ fromMs = 0, toMs = 0 }: RunSettings): number {
  return Math.round((toMs - fromMs) / 86_400_000);
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

async function aStrategy(person: TestClient): Promise<string> {
  const strategy = { name: "RSI", asset: "DEMO/USDT", timeframe: "1h" };
  const { json } = await person.post("/strategies", strategy);
  const version = { definition: RSI_WITH_STOPS, base_version: 0 };
  await person.post(`/strategies/${json.id}/versions`, version);
  return json.id;
}

async function aRun(person: TestClient, strategy_id: string, days: number): Promise<string> {
  const range = { date_from: "2021-01-01", date_to: `2021-01-0${days + 1}` };
  const { status, json } = await person.post("/backtests", { strategy_id, ...range });
  assert.equal(status, 202, JSON.stringify(json));
  return json.run_id;
}
