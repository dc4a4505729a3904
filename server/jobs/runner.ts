/** Takes jobs from the queue, and looks for runs that fell out of it. One a process: in the web process when embedded. */
import { type EngineThreads } from "../backtests/engine_threads.ts";
import { RunClaims } from "../backtests/claims.ts";
import { MissingSparklines } from "../backtests/missing_sparklines.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { MarketData } from "../market_data/service.ts";
import type { Notifications } from "../notifications/notifications.ts";
import { tellRunChanged } from "../backtests/run_watches.ts";
import type { BlobDeletions } from "../storage/blob_deletions.ts";
import type { Consumer, JobOutcome, Queue } from "../queue/queue.ts";
import type { BlobStorage } from "../storage/storage.ts";
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { RUN_BACKTEST } from "../queue/job_names.ts";
import { runBacktestJob } from "./run_backtest.ts";

export interface JobRunnerParts {
  readonly db: Kysely<Database>;
  readonly queue: Queue;
  readonly storage: BlobStorage;
  readonly marketData: MarketData;
  readonly threads: EngineThreads;
  readonly blobDeletions: Pick<BlobDeletions, "sweep">;
  readonly notifications: Pick<Notifications, "publish">;
  readonly log: Logger;
  readonly concurrency: number;
  /** How long a silent runner keeps a run, milliseconds. */
  readonly leaseMs: number;
  /** Told when a run has ended; a process that dies before it can tell must do no harm. */
  readonly afterRun?: (runId: string) => Promise<void>;
}

/** A pending run that nobody has touched for so long is queued again: its message may be lost. */
const LOST_AFTER_MS = 60_000;

export class JobRunner {
  readonly #parts: JobRunnerParts;
  readonly #claims: RunClaims;
  readonly #sparklines: MissingSparklines;
  readonly #stop = new AbortController();
  #consumer: Consumer | null = null;
  #sweep: ReturnType<typeof setInterval> | null = null;

  constructor(parts: JobRunnerParts) {
    this.#parts = parts;
    this.#claims = new RunClaims(parts.db, parts.leaseMs, (id) => tellRunChanged(parts, id));
    this.#sparklines = new MissingSparklines(parts.db, parts.storage);
  }

  /**
   * Starts taking jobs.
   *
   * @param options.alone this process has the database to itself, so whatever is open was left by a crash: it goes on now.
   */
  async start({ alone }: { readonly alone: boolean }): Promise<void> {
    const { queue, concurrency, leaseMs, log, threads, blobDeletions } = this.#parts;
    if (alone) await this.#claims.resetAll();
    // A queue that is away is no reason to end: the next sweep finds the same runs.
    const sweep = async (waitedMs: number) => {
      await this.requeueLost(waitedMs).catch((error) =>
        log.warn("lost runs could not be queued again", { error: describeError(error) })
      );
      await blobDeletions.sweep().catch((error) =>
        log.warn("blobs could not be deleted yet", { error: describeError(error) })
      );
      await this.#sparklines.sweep().catch((error) =>
        log.warn("sparklines could not be drawn yet", { error: describeError(error) })
      );
    };
    await sweep(alone ? 0 : LOST_AFTER_MS);
    const everyMs = Math.min(15_000, Math.max(1_000, leaseMs / 2));
    this.#sweep = setInterval(() => sweep(LOST_AFTER_MS), everyMs);
    threads.warmUp();
    this.#consumer = await queue.consume((message) => {
      if (message.name !== RUN_BACKTEST) {
        log.warn("a job of an unknown name was dropped", { name: message.name });
        return Promise.resolve("done");
      }
      return this.#handle(message.id).catch((error) => {
        log.error("a job could not be handled", { id: message.id, error: describeError(error) });
        throw error;
      });
    }, { concurrency });
  }

  async #handle(id: string): Promise<JobOutcome> {
    const parts = { ...this.#parts, claims: this.#claims };
    const outcome = await runBacktestJob(parts, id, this.#stop.signal);
    if (outcome === "done") {
      await this.#parts.afterRun?.(id).catch((error) =>
        this.#parts.log.warn("the end of a run could not be told", {
          run_id: id,
          error: describeError(error),
        })
      );
    }
    return outcome;
  }

  /** Queues again what nobody works on; returns how many. */
  async requeueLost(waitedMs: number): Promise<number> {
    const ids = await this.#claims.takeLost({ waitedMs });
    for (const id of ids) await this.#parts.queue.enqueue({ name: RUN_BACKTEST, id });
    if (ids.length > 0) this.#parts.log.info("runs were queued again", { count: ids.length });
    return ids.length;
  }

  /** Takes no more jobs. What runs may end within `graceMs`; after that it is put back for somebody else. */
  async stop(graceMs: number): Promise<void> {
    if (this.#sweep !== null) clearInterval(this.#sweep);
    const timer = setTimeout(() => this.#stop.abort(), graceMs);
    try {
      await this.#consumer?.stop();
    } finally {
      clearTimeout(timer);
    }
  }
}
