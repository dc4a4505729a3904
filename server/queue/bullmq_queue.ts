/**
 * The production queue: BullMQ on Redis, where waiting jobs are a list. A worker that stops renewing its locks loses its jobs
 * to others.
 */
import { DelayedError, Queue as BullQueue, Worker } from "bullmq";
import { Redis } from "ioredis";
import type { JobMessage, Queue } from "./queue.ts";
import { backoffMs, DEFAULT_RETRIES } from "./retries.ts";

export interface BullmqOptions {
  readonly redisUrl: string;
  /** How long a worker may be silent before its job goes to another one, milliseconds. */
  readonly lockMs: number;
  /** Queues of other names on the same Redis are independent. */
  readonly name?: string;
  /** Called when the connection is lost, once until it is restored. */
  readonly onProblem?: (error: unknown) => void;
}

const ANSWER_TIMEOUT_MS = 2_000;

/** Opens the queue; nothing fails before the first call when Redis is away. */
export function openBullmqQueue(
  { redisUrl, lockMs, name = "blockbuilders", onProblem = () => {} }: BullmqOptions,
): Queue {
  let lost = false;
  let closing = false;
  // One connection that is away fails again and again, on every object that uses it.
  const tell = (error: unknown) => {
    if (!lost && !closing) onProblem(error);
    lost = true;
  };
  const connect = () => {
    const redis = new Redis(redisUrl, {
      // BullMQ's blocking reads must outlive a Redis that restarts.
      maxRetriesPerRequest: null,
      retryStrategy: (times) => Math.min(times * 200, 2_000),
    });
    redis.on("error", tell);
    redis.on("ready", () => lost = false);
    return redis;
  };
  const connection = connect();
  const queue = new BullQueue<JobMessage>(name, { connection });
  queue.on("error", tell);
  const owned: Redis[] = [connection];
  const abort = new AbortController();

  return {
    async enqueue(message, { delayMs = 0, retries = DEFAULT_RETRIES } = {}) {
      await answering(queue.add(message.name, message, {
        delay: delayMs,
        attempts: retries.attempts,
        // Doubles from each to the next.
        backoff: { type: "exponential", delay: retries.firstDelayMs },
        removeOnComplete: true,
        removeOnFail: 1_000,
      }));
    },
    async consume(handler, { concurrency }) {
      const running = new Set<Promise<unknown>>();
      const workerConnection = connect();
      owned.push(workerConnection);
      const worker = new Worker<JobMessage>(name, async (job, token) => {
        const work = handler(job.data, abort.signal);
        running.add(work);
        const outcome = await work.finally(() => running.delete(work));
        if (outcome === "done") return;
        await job.moveToDelayed(Date.now() + outcome.retryInMs, token);
        throw new DelayedError();
      }, {
        connection: workerConnection,
        concurrency,
        lockDuration: lockMs,
        stalledInterval: Math.max(500, Math.floor(lockMs / 2)),
        // A lost worker is not the job's fault; the row counts its own attempts.
        maxStalledCount: 10,
        // For jobs that an earlier version has queued, with a backoff of a type of its own.
        settings: { backoffStrategy: (attempts) => backoffMs(attempts) },
      });
      worker.on("error", tell);
      await worker.waitUntilReady();
      return {
        async stop() {
          const closing = worker.close();
          // Telling Redis what became of a job would wait for ever when Redis is away; such a job is delivered again.
          let told = false;
          do {
            await Promise.allSettled(running);
            told = await answering(closing).then(() => true, () => false);
          } while (!told && running.size > 0);
        },
      };
    },
    async ping() {
      await answering(connection.ping());
    },
    async close() {
      abort.abort();
      closing = true;
      await answering(queue.close()).catch(() => {});
      for (const redis of owned) redis.disconnect();
    },
  };
}

/** `work`, or an error when Redis does not answer in time: with retries without end a command would wait for ever. */
async function answering<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("Redis does not answer")), ANSWER_TIMEOUT_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
