/**
 * The embedded queue: Deno KV's. It delivers at least once, without a cap on concurrency and about a minute after a crash;
 * the cap is put on here, and rows that a crash left open are looked for by their owner.
 */
import { join } from "node:path";
import { z } from "zod";
import type { Consumer, JobHandler, JobMessage, Queue, Retries } from "./queue.ts";
import { backoffMs, DEFAULT_RETRIES } from "./retries.ts";

const envelopeSchema = z.looseObject({
  name: z.string(),
  attempt: z.number().int(),
  // Absent in messages of earlier versions.
  retries: z.object({ attempts: z.number().int(), firstDelayMs: z.number() })
    .default(DEFAULT_RETRIES),
});

/** Pause before it listens again, after listening has failed. */
const LISTEN_AGAIN_MS = 1_000;

/** How often a message was delivered, and how often it may be. */
interface Delivery {
  readonly attempt: number;
  readonly retries: Retries;
}

/** Opens the queue kept in `dataDir`; `":memory:"` keeps it in memory. */
export async function openKvQueue(
  dataDir: string,
  onProblem: (error: unknown) => void = () => {},
): Promise<Queue> {
  if (dataDir !== ":memory:") await Deno.mkdir(dataDir, { recursive: true });
  const kv = await Deno.openKv(dataDir === ":memory:" ? ":memory:" : join(dataDir, "queue.kv"));
  const abort = new AbortController();
  let consuming = false;
  let closed = false;

  const send: Send = (message, delivery, delay) =>
    kv.enqueue({ ...message, ...delivery }, { delay, backoffSchedule: [1_000, 5_000, 10_000] });

  return {
    async enqueue(message, { delayMs = 0, retries = DEFAULT_RETRIES } = {}) {
      await send(message, { attempt: 1, retries }, delayMs);
    },
    consume(handler, { concurrency }) {
      if (consuming) throw new Error("this queue is being consumed already");
      consuming = true;
      const slots = new Slots(concurrency);
      const running = new Set<Promise<void>>();
      let stopped = false;

      const deliver = async (raw: unknown) => {
        const envelope = envelopeSchema.safeParse(raw);
        // What cannot be read now cannot be read later either.
        if (!envelope.success) return;
        const { attempt, retries, ...message } = envelope.data;
        const delivery = { attempt, retries };
        await slots.take();
        try {
          // The database keeps unacknowledged messages.
          if (closed) return;
          if (stopped) {
            // Kept for the next start; not at once, or it would come straight back here.
            await send(message, delivery, 1_000);
            return;
          }
          await handleOnce(handler, message, delivery, abort.signal, send);
        } finally {
          slots.give();
        }
      };
      const listen = async () => {
        for (;;) {
          try {
            if (dataDir !== ":memory:") await reserve(kv);
            // Resolves when the database is closed.
            return await kv.listenQueue((raw) => {
              const work = deliver(raw).finally(() => running.delete(work));
              running.add(work);
              return work;
            });
          } catch (error) {
            if (closed) return;
            // A disk that was full before anything was taken, for example; it may pass.
            onProblem(error);
            await new Promise((resolve) => setTimeout(resolve, LISTEN_AGAIN_MS));
            if (closed) return;
          }
        }
      };
      void listen();

      const consumer: Consumer = {
        async stop() {
          stopped = true;
          await Promise.allSettled(running);
        },
      };
      return Promise.resolve(consumer);
    },
    async ping() {
      if (closed) throw new Error("the queue is closed");
      await kv.get(["ping"]);
    },
    close() {
      abort.abort();
      if (!closed) kv.close();
      closed = true;
      return Promise.resolve();
    },
  };
}

/** What is written and removed again before anything is taken: as much as SQLite's log grows to before it is used anew. */
const RESERVE = { commits: 8, values: 10, bytes: 60_000 } as const;

/**
 * Makes the files of the database large enough for all that a queue of small messages writes. Deno ends the whole process when
 * a message cannot be taken from the database, which it cannot where that needs room on a full disk.
 */
async function reserve(kv: Deno.Kv): Promise<void> {
  const value = new Uint8Array(RESERVE.bytes);
  const each = async (change: (atomic: Deno.AtomicOperation, key: Deno.KvKey) => void) => {
    for (let commit = 0; commit < RESERVE.commits; commit++) {
      const atomic = kv.atomic();
      for (let n = 0; n < RESERVE.values; n++) change(atomic, ["reserve", commit, n]);
      await atomic.commit();
    }
  };
  await each((atomic, key) => atomic.set(key, value));
  await each((atomic, key) => atomic.delete(key));
}

type Send = (message: JobMessage, delivery: Delivery, delayMs: number) => Promise<unknown>;

async function handleOnce(
  handler: JobHandler,
  message: JobMessage,
  delivery: Delivery,
  signal: AbortSignal,
  send: Send,
): Promise<void> {
  try {
    const outcome = await handler(message, signal);
    if (outcome !== "done") await send(message, delivery, outcome.retryInMs);
  } catch {
    // Logged by the handler, which knows what the job was about.
    const { attempt, retries } = delivery;
    if (attempt >= retries.attempts) return;
    await send(message, { attempt: attempt + 1, retries }, backoffMs(attempt, retries));
  }
}

/** A counting semaphore, first come first served. */
class Slots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  async take(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free++;
  }
}
