/**
 * Takes jobs from the queue and hands them to their definitions, and from time to time works on runs that wait although there
 * is a place for them: what a crash, a lost message or a clock that was set left behind. No run is queued twice for that.
 */
import type { Kysely } from "kysely";
import { RunClaims } from "../backtests/claims.ts";
import type { EngineThreads } from "../backtests/engine_threads.ts";
import { MissingSparklines } from "../backtests/missing_sparklines.ts";
import { tellRunChanged } from "../backtests/run_watches.ts";
import type { Database } from "../db/schema.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { Outbox } from "../mail/outbox.ts";
import type { MarketData } from "../market_data/service.ts";
import type { Deliveries } from "../notices/deliveries.ts";
import type { Notices } from "../notices/service.ts";
import type { Notifications } from "../notifications/notifications.ts";
import type { Consumer, JobMessage, JobOutcome, Queue } from "../queue/queue.ts";
import type { Lab } from "../robustness/lab.ts";
import type { BlobDeletions } from "../storage/blob_deletions.ts";
import type { BlobStorage } from "../storage/storage.ts";
import type { DiskRoom } from "../disk/disk_room.ts";
import type { LeftOvers } from "../use_cases/left_overs.ts";
import type { UnfinishedImports } from "../use_cases/unfinished_imports.ts";
import { type Job, type JobContext, JobTimeoutError } from "./job.ts";
import { Places } from "./places.ts";
import { runBacktest } from "./run_backtest.ts";

export interface JobRunnerParts {
  readonly db: Kysely<Database>;
  readonly queue: Queue;
  readonly storage: BlobStorage;
  readonly marketData: MarketData;
  readonly threads: EngineThreads;
  readonly lab: Pick<Lab, "start" | "wake" | "stop">;
  readonly blobDeletions: Pick<BlobDeletions, "sweep">;
  readonly leftOvers: Pick<LeftOvers, "sweep">;
  readonly unfinishedImports: Pick<UnfinishedImports, "sweep">;
  readonly outbox: Pick<Outbox, "deliver" | "sweep">;
  readonly deliveries: Pick<Deliveries, "deliver">;
  readonly notices: Pick<Notices, "sweep">;
  /** While it is full, nothing is begun. */
  readonly disk: Pick<DiskRoom, "isFull" | "untilRoom">;
  readonly notifications: Pick<Notifications, "publish">;
  readonly log: Logger;
  /** The jobs that are taken. */
  readonly jobs: readonly Job[];
  /** Tells other processes of a run that was put back. */
  readonly queueRun: (payload: { readonly id: string }) => Promise<void>;
  readonly concurrency: number;
  /** How long a silent runner keeps a run, milliseconds. */
  readonly leaseMs: number;
  /** How long a run waits in all for what is away, before it fails, milliseconds. */
  readonly outageWaitMs: number;
  /** Called with how long a run was worked on, seconds, however it ended. */
  readonly onComputed?: (userId: string, seconds: number) => Promise<void>;
  /** Called when a run has ended; it is not called by a process that is killed before, and nothing may depend on it. */
  readonly afterRun?: (runId: string) => Promise<void>;
}

const DAY_MS = 86_400_000;
const PROGRESS_EVERY_MS = 250;
/** A job that comes while the process stops is delivered again after this. */
const STOPPED_RETRY_MS = 1_000;

export class JobRunner {
  readonly #parts: JobRunnerParts;
  readonly #context: JobContext;
  readonly #claims: RunClaims;
  readonly #places: Places;
  /** Runs that are worked on without a message. */
  readonly #unasked = new Set<Promise<void>>();
  readonly #looks = new Set<ReturnType<typeof setTimeout>>();
  readonly #sparklines: MissingSparklines;
  readonly #stop = new AbortController();
  #consumer: Consumer | null = null;
  #sweep: ReturnType<typeof setInterval> | null = null;
  /** When left-overs are looked for, on the process's own clock; and the look that is under way. */
  #leftOversAt = 0;
  #leftOvers: Promise<void> = Promise.resolve();

  constructor(parts: JobRunnerParts) {
    this.#parts = parts;
    this.#claims = new RunClaims(parts.db, parts.leaseMs, (id) => tellRunChanged(parts, id));
    this.#places = new Places(parts.concurrency);
    this.#context = {
      ...parts,
      claims: this.#claims,
      places: this.#places,
      progressEveryMs: PROGRESS_EVERY_MS,
      lookAfter: (ms) => this.#lookAfter(ms),
    };
    this.#sparklines = new MissingSparklines(parts.db, parts.storage);
  }

  /**
   * Starts taking jobs.
   *
   * @param options.alone this process has the database to itself, so open runs were interrupted by a crash: they are resumed now.
   */
  async start({ alone }: { readonly alone: boolean }): Promise<void> {
    const { queue, leaseMs, log, threads, lab, blobDeletions, unfinishedImports } = this.#parts;
    const { disk, outbox, notices } = this.#parts;
    await disk.untilRoom(this.#stop.signal);
    if (this.#stop.signal.aborted) return;
    if (alone) await this.#claims.resetAll();
    const sweep = async () => {
      if (await disk.isFull()) return;
      await this.takeWaiting();
      await blobDeletions.sweep().catch((error) =>
        log.warn("blobs could not be deleted yet", { error: describeError(error) })
      );
      await this.#sparklines.sweep().catch((error) =>
        log.warn("sparklines could not be drawn yet", { error: describeError(error) })
      );
      await unfinishedImports.sweep().catch((error) =>
        log.warn("unfinished imports could not be taken back yet", { error: describeError(error) })
      );
      lab.wake();
      void outbox.sweep();
      void notices.sweep();
      this.#sweepLeftOvers();
    };
    await lab.start({ alone });
    await sweep();
    const everyMs = Math.min(15_000, Math.max(1_000, leaseMs / 2));
    this.#sweep = setInterval(sweep, everyMs);
    threads.warmUp();
    this.#consumer = await queue.consume((message) => this.#take(message), {
      concurrency: this.#places.count,
    });
  }

  async #take(message: JobMessage): Promise<JobOutcome> {
    const { jobs, log } = this.#parts;
    const { name, ...fields } = message;
    const job = jobs.find((candidate) => candidate.name === name);
    if (!job) {
      log.warn("a job of an unknown name was dropped", { name });
      return "done";
    }
    const payload = job.payload.safeParse(fields);
    if (!payload.success) {
      // It would not be readable the next time either.
      log.error("a job with a payload that is not its own was dropped", {
        name,
        error: describeError(payload.error),
      });
      return "done";
    }
    try {
      return await this.#handle(job, payload.data);
    } catch (error) {
      log.error("a job could not be handled", {
        name,
        ...(typeof fields.id === "string" ? { id: fields.id } : {}),
        error: describeError(error),
      });
      throw error;
    }
  }

  async #handle(job: Job, payload: Record<string, unknown>): Promise<JobOutcome> {
    // On a full disk nothing is begun.
    await this.#parts.disk.untilRoom(this.#stop.signal);
    if (this.#stop.signal.aborted) return { retryInMs: STOPPED_RETRY_MS };
    const late = new AbortController();
    const timer = setTimeout(
      () => late.abort(new JobTimeoutError(job.name, job.timeoutMs)),
      job.timeoutMs,
    );
    try {
      const signal = AbortSignal.any([this.#stop.signal, late.signal]);
      return await job.handle(this.#context, payload, signal);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Begins to work on runs that wait while there are free places; returns on how many places. Nothing needs the queue for it, and
   * nothing is thrown: the next sweep finds the same runs.
   */
  async takeWaiting(): Promise<number> {
    const { jobs, log } = this.#parts;
    const job = jobs.find(({ name }) => name === runBacktest.name);
    if (!job) return 0;
    try {
      const id = await this.#claims.peekNext();
      if (id === null || this.#places.isClosed) return 0;
      const { free } = this.#places;
      for (let n = 0; n < free; n++) {
        const work = this.#untilNoneWaits(job, id).catch((error) =>
          log.warn("runs that wait could not be worked on", { error: describeError(error) })
        ).finally(() => this.#unasked.delete(work));
        this.#unasked.add(work);
      }
      return free;
    } catch (error) {
      log.warn("runs that wait could not be looked for", { error: describeError(error) });
      return 0;
    }
  }

  #lookAfter(ms: number): void {
    if (this.#places.isClosed) return;
    const timer = setTimeout(() => {
      this.#looks.delete(timer);
      this.takeWaiting();
    }, ms);
    this.#looks.add(timer);
  }

  /** One run after the other; `id` is the first that was seen to wait. */
  async #untilNoneWaits(job: Job, id: string): Promise<void> {
    let seen: string | null = id;
    while (seen !== null && !this.#places.isClosed) {
      const outcome = await this.#handle(job, { id: seen });
      if (outcome !== "done" && this.#stop.signal.aborted) {
        // Put back for another process, which its message may not reach any more.
        await this.#parts.queueRun({ id: seen });
      }
      const next = await this.#claims.peekNext();
      // It cannot be taken, as when its account is being deleted.
      if (next === seen) return;
      seen = next;
    }
  }

  /** Once a day, and at the start; beside everything else. */
  #sweepLeftOvers(): void {
    const { leftOvers, log } = this.#parts;
    if (performance.now() < this.#leftOversAt) return;
    this.#leftOversAt = performance.now() + DAY_MS;
    this.#leftOvers = leftOvers.sweep().then(
      () => {},
      (error) => log.warn("left-overs could not be removed now", { error: describeError(error) }),
    );
  }

  /** Takes no more jobs. What runs may end within `graceMs`; after that it is put back for another worker. */
  async stop(graceMs: number): Promise<void> {
    this.#places.close();
    for (const timer of this.#looks) clearTimeout(timer);
    if (this.#sweep !== null) clearInterval(this.#sweep);
    const timer = setTimeout(() => this.#stop.abort(), graceMs);
    try {
      await Promise.all([
        this.#consumer?.stop(),
        this.#parts.lab.stop(),
        this.#leftOvers,
        ...this.#unasked,
      ]);
    } finally {
      clearTimeout(timer);
      // A start that waits for room must not go on after this.
      this.#stop.abort();
    }
  }
}
