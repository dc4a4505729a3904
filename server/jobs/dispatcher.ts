/** Queues jobs by their definitions, and refuses a job without a handler. */
import { inSpan } from "../telemetry/tracing.ts";
import type { Queue } from "../queue/queue.ts";
import type { Job } from "./job.ts";

/** A job is dispatched that no runner has: its messages would be dropped. */
export class UnlistedJobError extends Error {
  override readonly name = "UnlistedJobError";
  constructor(name: string) {
    super(`The job ${name} is dispatched, but has no line in server/jobs/mod.ts.`);
  }
}

export class JobDispatcher {
  readonly #queue: Pick<Queue, "enqueue">;
  readonly #jobs: readonly Job[];

  /** @throws {Error} when two jobs have one name */
  constructor(queue: Pick<Queue, "enqueue">, jobs: readonly Job[]) {
    const names = jobs.map(({ name }) => name);
    const twice = names.find((name, n) => names.indexOf(name) !== n);
    if (twice !== undefined) throw new Error(`Two jobs are called ${twice}.`);
    this.#queue = queue;
    this.#jobs = jobs;
  }

  /**
   * The function that queues a job; asked for when the process is put together, so that it does not start when something
   * would be dispatched that has no handler.
   *
   * @throws {UnlistedJobError}
   */
  dispatching<Payload extends Record<string, unknown>>(
    job: Job<Payload>,
  ): (payload: Payload) => Promise<void> {
    if (!this.#jobs.some(({ name }) => name === job.name)) throw new UnlistedJobError(job.name);
    return async (payload) => {
      const { name, retries } = job;
      await inSpan(
        `enqueue ${name}`,
        { role: "producer" },
        () => this.#queue.enqueue({ ...job.payload.parse(payload), name }, { retries }),
      );
    };
  }
}
