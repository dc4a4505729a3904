/**
 * The embedded queue: Deno KV's. It delivers at least once, without a cap on concurrency and about a minute after a crash;
 * the cap is put on here, and rows that a crash left open are queued again by their owner at start.
 */
import { join } from "node:path";
import { z } from "zod";
import type { Consumer, JobHandler, JobMessage, Queue } from "./queue.ts";
import { backoffMs, MAX_ATTEMPTS } from "./retries.ts";

const messageSchema = z.object({ name: z.string(), id: z.string(), attempt: z.number().int() });

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

  const send = (message: JobMessage, attempt: number, delay: number) =>
    kv.enqueue({ ...message, attempt }, { delay, backoffSchedule: [1_000, 5_000, 10_000] });

  return {
    async enqueue(message, { delayMs = 0 } = {}) {
      await send(message, 1, delayMs);
    },
    consume(handler, { concurrency }) {
      if (consuming) throw new Error("this queue is being consumed already");
      consuming = true;
      const slots = new Slots(concurrency);
      const running = new Set<Promise<void>>();
      let stopped = false;

      const deliver = async (raw: unknown) => {
        const message = messageSchema.safeParse(raw);
        // What cannot be read now cannot be read later either.
        if (!message.success) return;
        const { name, id, attempt } = message.data;
        await slots.take();
        try {
          // The database keeps what nobody has acknowledged.
          if (closed) return;
          if (stopped) {
            // Kept for the next start; not at once, or it would come straight back here.
            await send({ name, id }, attempt, 1_000);
            return;
          }
          await handleOnce(handler, { name, id }, attempt, abort.signal, send);
        } finally {
          slots.give();
        }
      };
      // Resolves when the database is closed.
      kv.listenQueue((raw) => {
        const work = deliver(raw).finally(() => running.delete(work));
        running.add(work);
        return work;
      }).catch(onProblem);

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

async function handleOnce(
  handler: JobHandler,
  message: JobMessage,
  attempt: number,
  signal: AbortSignal,
  send: (message: JobMessage, attempt: number, delayMs: number) => Promise<unknown>,
): Promise<void> {
  try {
    const outcome = await handler(message, signal);
    if (outcome !== "done") await send(message, attempt, outcome.retryInMs);
  } catch {
    // Logged by the handler, which knows what the job was about.
    if (attempt < MAX_ATTEMPTS) await send(message, attempt + 1, backoffMs(attempt));
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
