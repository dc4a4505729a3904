/** What every queue does, run on each driver. Waits have generous ends; nothing is asserted about how long things take. */
import assert from "node:assert/strict";
import { type Need, testEnv, testWith } from "../../tests/support/env.ts";
import { startRelay } from "../../tests/support/relay.ts";
import { openBullmqQueue } from "./bullmq_queue.ts";
import { openKvQueue } from "./kv_queue.ts";
import type { JobMessage, Queue } from "./queue.ts";
import { DEFAULT_RETRIES } from "./retries.ts";

interface Driver {
  readonly name: string;
  readonly needs: readonly Need[];
  /** Opens the queue of this name; a second call with the same name is a second process's view. */
  open(name: string): Promise<Queue>;
}

const drivers: readonly Driver[] = [
  {
    name: "Deno KV",
    needs: [],
    open: (name) => openKvQueue(`${temporary}/${name}`),
  },
  {
    name: "Redis",
    needs: ["redis"],
    open: (name) =>
      Promise.resolve(openBullmqQueue({ redisUrl: testEnv.redisUrl ?? "", lockMs: 1_500, name })),
  },
];

const temporary = await Deno.makeTempDir({ prefix: "queue-test-" });
globalThis.addEventListener("unload", () => Deno.removeSync(temporary, { recursive: true }));

for (const driver of drivers) {
  const check = (name: string, fn: (queue: Queue) => Promise<void>) =>
    testWith(driver.needs, `queue on ${driver.name}: ${name}`, async () => {
      const queue = await driver.open(crypto.randomUUID());
      try {
        await fn(queue);
      } finally {
        await queue.close();
      }
    }, { sanitizeResources: false, sanitizeOps: false });

  check("delivers what was queued before and after consuming began", async (queue) => {
    const seen = new Mailbox();
    await queue.enqueue({ name: "job", id: "before" });
    const consumer = await queue.consume(seen.done, { concurrency: 2 });
    await queue.enqueue({ name: "job", id: "after" });
    const ids = (await seen.wait(2)).map((m) => m.id);
    assert.deepEqual(ids.sort(), ["after", "before"]);
    assert.equal(seen.messages[0]?.name, "job");
    await consumer.stop();
  });

  check("runs no more at a time than asked", async (queue) => {
    let running = 0;
    let most = 0;
    const seen = new Mailbox();
    const consumer = await queue.consume(async (message) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 30));
      running--;
      return await seen.done(message);
    }, { concurrency: 2 });
    await Promise.all(
      Array.from({ length: 10 }, (_, i) => queue.enqueue({ name: "job", id: String(i) })),
    );
    await seen.wait(10);
    assert.equal(most, 2);
    await consumer.stop();
  });

  check("delivers again when a handler throws, and when it asks for later", async (queue) => {
    const seen = new Mailbox();
    let calls = 0;
    const consumer = await queue.consume(async (message) => {
      calls++;
      if (calls === 1) throw new Error("the first time fails");
      if (calls === 2) return { retryInMs: 100 };
      return await seen.done(message);
    }, { concurrency: 1 });
    await queue.enqueue({ name: "job", id: "stubborn" });
    assert.deepEqual((await seen.wait(1)).map((m) => m.id), ["stubborn"]);
    assert.equal(calls, 3);
    await consumer.stop();
  });

  check("postponing a message any number of times does not count as a failure", async (queue) => {
    const seen = new Mailbox();
    let calls = 0;
    const consumer = await queue.consume(async (message) => {
      return ++calls <= DEFAULT_RETRIES.attempts * 2 ? { retryInMs: 10 } : await seen.done(message);
    }, { concurrency: 1 });
    await queue.enqueue({ name: "job", id: "patient" });
    assert.deepEqual((await seen.wait(1)).map((m) => m.id), ["patient"]);
    await consumer.stop();
  });

  check("delivers a failing message as often as its retries say", async (queue) => {
    const calls: string[] = [];
    const seen = new Mailbox();
    const consumer = await queue.consume((message) => {
      calls.push(String(message.id));
      if (message.id === "last") return seen.done(message);
      throw new Error("fails every time");
    }, { concurrency: 1 });
    await queue.enqueue({ name: "job", id: "thrice" }, {
      retries: { attempts: 3, firstDelayMs: 10 },
    });
    await queue.enqueue({ name: "job", id: "once" }, {
      retries: { attempts: 1, firstDelayMs: 10 },
    });
    // Long after the pauses of 10 and 20 ms, so that a fourth delivery would come before it.
    await queue.enqueue({ name: "job", id: "last" }, { delayMs: 1_000 });
    await seen.wait(1);
    assert.deepEqual(calls.sort(), ["last", "once", "thrice", "thrice", "thrice"]);
    await consumer.stop();
  });

  check("hands on every field of a message, and nothing of its own", async (queue) => {
    const seen = new Mailbox();
    const consumer = await queue.consume(seen.done, { concurrency: 1 });
    const message = { name: "job", id: "x", count: 3, flag: true, list: [1, "a"] };
    await queue.enqueue(message);
    assert.deepEqual(await seen.wait(1), [message]);
    await consumer.stop();
  });

  check("aborts a handler that still runs when the queue is closed", async (queue) => {
    const started = Promise.withResolvers<void>();
    const told = Promise.withResolvers<void>();
    await queue.consume((_, signal) => {
      signal.addEventListener("abort", () => told.resolve());
      started.resolve();
      return told.promise.then(() => "done" as const);
    }, { concurrency: 1 });
    await queue.enqueue({ name: "job", id: "long" });
    await started.promise;
    await queue.close();
    await told.promise;
  });

  check("keeps a delayed message back while others pass", async (queue) => {
    const seen = new Mailbox();
    const consumer = await queue.consume(seen.done, { concurrency: 1 });
    await queue.enqueue({ name: "job", id: "late" }, { delayMs: 700 });
    await queue.enqueue({ name: "job", id: "early" });
    assert.deepEqual((await seen.wait(2)).map((m) => m.id), ["early", "late"]);
    await consumer.stop();
  });

  check("stops after what is running has ended, and takes nothing new", async (queue) => {
    const started = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    let finished = false;
    const consumer = await queue.consume(async () => {
      started.resolve();
      await release.promise;
      finished = true;
      return "done";
    }, { concurrency: 1 });
    await queue.enqueue({ name: "job", id: "slow" });
    await started.promise;
    const stopping = consumer.stop();
    release.resolve();
    await stopping;
    assert.equal(finished, true);
  });

  check("answers a ping", (queue) => queue.ping());
}

testWith(
  ["redis"],
  "queue on Redis: a job of a worker that was killed goes to another one",
  async () => {
    const name = crypto.randomUUID();
    const redisUrl = testEnv.redisUrl ?? "";
    const victim = holdingWorker("redis", redisUrl, name);
    const queue = openBullmqQueue({ redisUrl, lockMs: 1_500, name });
    try {
      await victim.says(/ready/);
      await queue.enqueue({ name: "job", id: "orphan" });
      await victim.says(/holding orphan/);
      await victim.kill();
      const seen = new Mailbox();
      const consumer = await queue.consume(seen.done, { concurrency: 1 });
      assert.deepEqual((await seen.wait(1)).map((m) => m.id), ["orphan"]);
      await consumer.stop();
    } finally {
      await victim.kill();
      await queue.close();
    }
  },
  { sanitizeResources: false, sanitizeOps: false },
);

Deno.test("queue on Deno KV: a job of a process that was killed can be queued again at once", async () => {
  const folder = `${temporary}/killed`;
  const victim = holdingWorker("kv", folder);
  try {
    await victim.says(/holding orphan/);
  } finally {
    await victim.kill();
  }
  const queue = await openKvQueue(folder);
  const seen = new Mailbox();
  const consumer = await queue.consume(seen.done, { concurrency: 1 });
  // The queue's own second delivery comes after about a minute; the row's owner does not wait for it.
  await queue.enqueue({ name: "job", id: "orphan" });
  assert.deepEqual((await seen.wait(1)).map((m) => m.id), ["orphan"]);
  await consumer.stop();
  await queue.close();
});

testWith(
  ["redis"],
  "queue on Redis: an outage fails the ping and ends nothing, and after it jobs go on",
  async () => {
    const relay = startRelay(testEnv.redisUrl ?? "");
    const redisUrl = `redis://127.0.0.1:${relay.port}`;
    const queue = openBullmqQueue({ redisUrl, lockMs: 1_500, name: crypto.randomUUID() });
    try {
      const seen = new Mailbox();
      const consumer = await queue.consume(seen.done, { concurrency: 1 });
      await queue.enqueue({ name: "job", id: "before" });
      await seen.wait(1);
      relay.cut();
      await assert.rejects(queue.ping(), /Redis does not answer/);
      relay.heal();
      await untilAnswered(() => queue.ping());
      await queue.enqueue({ name: "job", id: "after" });
      assert.deepEqual((await seen.wait(2)).map((m) => m.id), ["before", "after"]);
      relay.cut();
      await consumer.stop();
    } finally {
      await queue.close();
      await relay.stop();
    }
  },
  { sanitizeResources: false, sanitizeOps: false },
);

Deno.test("queue on Deno KV: a message outlives the process that queued it", async () => {
  const folder = `${temporary}/restart`;
  const first = await openKvQueue(folder);
  await first.enqueue({ name: "job", id: "kept" });
  await first.close();
  const second = await openKvQueue(folder);
  const seen = new Mailbox();
  const consumer = await second.consume(seen.done, { concurrency: 1 });
  assert.deepEqual((await seen.wait(1)).map((m) => m.id), ["kept"]);
  await consumer.stop();
  await second.close();
});

Deno.test({
  name: "queue on Redis: a ping without a server fails instead of waiting",
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const queue = openBullmqQueue({ redisUrl: "redis://127.0.0.1:9", lockMs: 1_500 });
    await assert.rejects(queue.ping());
    await assert.rejects(queue.enqueue({ name: "job", id: "x" }));
    await queue.close();
  },
});

/** A worker process that takes a job and keeps it. */
function holdingWorker(...args: string[]) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL("./testing/holding_worker.ts", import.meta.url).pathname, ...args],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  let killed: Promise<void> | null = null;
  return {
    async says(words: RegExp): Promise<void> {
      while (!words.test(said)) {
        const { value, done } = await reader.read();
        assert.ok(!done, `the worker ended and said only: ${said}`);
        said += value;
      }
    },
    kill: () =>
      killed ??= (async () => {
        child.kill("SIGKILL");
        await child.status;
        await reader.cancel();
      })(),
  };
}

/** Asks again until nothing is thrown, half a minute at most. */
async function untilAnswered(ask: () => Promise<void>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (true) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/** Collects messages and lets a test wait for a number of them. */
class Mailbox {
  readonly messages: JobMessage[] = [];
  #wake: () => void = () => {};

  readonly done = (message: JobMessage): Promise<"done"> => {
    this.messages.push(message);
    this.#wake();
    return Promise.resolve("done");
  };

  async wait(count: number): Promise<JobMessage[]> {
    const end = setTimeout(() => this.#wake(), 30_000);
    const deadline = Date.now() + 30_000;
    while (this.messages.length < count && Date.now() < deadline) {
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
    clearTimeout(end);
    assert.ok(this.messages.length >= count, `waited for ${count}, got ${this.messages.length}`);
    return [...this.messages];
  }
}
