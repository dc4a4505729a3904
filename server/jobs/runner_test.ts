/** Jobs by their definitions: what is dispatched has a handler, and what is taken is what its definition says. */
import assert from "node:assert/strict";
import { z } from "zod";
import { openTestApp } from "../../tests/support/app.ts";
import { createLogger } from "../logging/log.ts";
import type { EnqueueOptions, JobMessage } from "../queue/queue.ts";
import { JobDispatcher, UnlistedJobError } from "./dispatcher.ts";
import { defineJob, type Job, JobTimeoutError } from "./job.ts";
import { JOBS } from "./mod.ts";
import { runBacktest } from "./run_backtest.ts";

const RETRIES = { attempts: 2, firstDelayMs: 10 };

function aJob(
  name: string,
  handle: (id: string, signal: AbortSignal) => Promise<void>,
  timeoutMs = 60_000,
) {
  return defineJob({
    name,
    payload: z.object({ id: z.string().max(10) }),
    timeoutMs,
    retries: RETRIES,
    async handle(_context, { id }, signal) {
      await handle(id, signal);
      return "done";
    },
  });
}

Deno.test("jobs: a queued job has the name, payload and retries of its definition", async () => {
  const sent: [JobMessage, EnqueueOptions | undefined][] = [];
  const enqueue = (message: JobMessage, options?: EnqueueOptions) => {
    sent.push([message, options]);
    return Promise.resolve();
  };
  const job = aJob("known", () => Promise.resolve());
  const dispatch = new JobDispatcher({ enqueue }, [job]).dispatching(job);
  await dispatch({ id: "a" });
  assert.deepEqual(sent, [[{ name: "known", id: "a" }, { retries: RETRIES }]]);
  await assert.rejects(dispatch({ id: "longer than ten" }));
  assert.equal(sent.length, 1);
});

Deno.test("jobs: one that is not in the list cannot be dispatched, and two cannot share a name", () => {
  const queue = { enqueue: () => Promise.resolve() };
  const job = aJob("unlisted", () => Promise.resolve());
  assert.throws(() => new JobDispatcher(queue, JOBS).dispatching(job), (error) => {
    assert.ok(error instanceof UnlistedJobError);
    assert.match(error.message, /unlisted .* server\/jobs\/mod\.ts/);
    return true;
  });
  assert.throws(() => new JobDispatcher(queue, [job, job]), /Two jobs are called unlisted/);
});

Deno.test({
  name: "jobs: a process whose list lacks a job that it dispatches does not start",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () => assert.rejects(openTestApp({ jobs: [] }), UnlistedJobError),
});

Deno.test("jobs: the names in the queue stay as they are, for messages that wait there", () => {
  assert.deepEqual(JOBS.map(({ name }) => name), [
    "run_backtest",
    "send_mail",
    "send_notice",
    "test_robustness",
  ]);
  const id = crypto.randomUUID();
  assert.deepEqual(runBacktest.payload.parse({ id }), { id });
});

/** Runs with the given jobs beside those of the app, and what the log says at `warn` and above. */
async function withJobs(
  jobs: readonly Job[],
  run: (send: (message: JobMessage) => Promise<void>, log: string[]) => Promise<void>,
): Promise<void> {
  const lines: string[] = [];
  const app = await openTestApp({
    jobs: [...JOBS, ...jobs],
    log: createLogger({
      logLevel: "warn",
      logFormat: "json",
      write: (line) => lines.push(line),
    }),
  });
  try {
    await app.services.runner.start({ alone: true });
    await run((message) => app.services.queue.enqueue(message, { retries: RETRIES }), lines);
  } finally {
    await app.close();
  }
}

function check(name: string, fn: () => Promise<void>): void {
  Deno.test({ name: `jobs: ${name}`, sanitizeOps: false, sanitizeResources: false, fn });
}

check(
  "each message goes to the job of its name; unknown names and invalid payloads are dropped",
  () => {
    const handled: string[] = [];
    const last = Promise.withResolvers<void>();
    const one = aJob("one", (id) => Promise.resolve(void handled.push(`one ${id}`)));
    const two = aJob("two", (id) => {
      handled.push(`two ${id}`);
      if (id === "last") last.resolve();
      return Promise.resolve();
    });
    return withJobs([one, two], async (send, log) => {
      await send({ name: "one", id: "a" });
      await send({ name: "two", id: "b" });
      await send({ name: "unlisted", id: "c" });
      await send({ name: "one", id: "longer than ten" });
      await send({ name: "one" });
      while (handled.length < 2 || log.length < 3) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      await send({ name: "two", id: "last" });
      await last.promise;
      assert.deepEqual(handled.sort(), ["one a", "two b", "two last"]);
      assert.equal(log.filter((line) => line.includes("unknown name")).length, 1);
      assert.equal(log.filter((line) => line.includes("not its own")).length, 2);
    });
  },
);

check("a job that fails is delivered again as often as it says", () => {
  let calls = 0;
  const again = Promise.withResolvers<void>();
  const failing = aJob("failing", () => {
    if (++calls === 2) again.resolve();
    return Promise.reject(new Error("it fails"));
  });
  return withJobs([failing], async (send, log) => {
    await send({ name: "failing", id: "a" });
    await again.promise;
    while (log.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    // Longer than the pause after which a third delivery would come.
    await new Promise((resolve) => setTimeout(resolve, 500));
    assert.equal(calls, 2);
  });
});

check("a job that takes too long is aborted with the reason", () => {
  const told = Promise.withResolvers<unknown>();
  const slow = aJob(
    "slow",
    (_id, signal) =>
      new Promise((resolve) =>
        signal.addEventListener("abort", () => {
          told.resolve(signal.reason);
          resolve();
        })
      ),
    20,
  );
  return withJobs([slow], async (send) => {
    await send({ name: "slow", id: "a" });
    const reason = await told.promise;
    assert.ok(reason instanceof JobTimeoutError, String(reason));
    assert.match(reason.message, /slow took longer than 20 ms/);
  });
});
