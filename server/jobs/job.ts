/** What a job is. A new one is a file with its definition and a line in `mod.ts`; nothing else switches on a job's name. */
import type { Kysely } from "kysely";
import type { z } from "zod";
import type { RunClaims } from "../backtests/claims.ts";
import type { EngineThreads } from "../backtests/engine_threads.ts";
import type { Database } from "../db/schema.ts";
import type { Logger } from "../logging/log.ts";
import type { Outbox } from "../mail/outbox.ts";
import type { MarketData } from "../market_data/service.ts";
import type { Deliveries } from "../notices/deliveries.ts";
import type { JobOutcome, Retries } from "../queue/queue.ts";
import type { Lab } from "../robustness/lab.ts";
import type { BlobStorage } from "../storage/storage.ts";
import type { Places } from "./places.ts";

/** What handlers work with. */
export interface JobContext {
  readonly db: Kysely<Database>;
  readonly claims: RunClaims;
  readonly places: Places;
  readonly marketData: Pick<MarketData, "chooseCandles">;
  readonly threads: EngineThreads;
  readonly storage: BlobStorage;
  readonly lab: Pick<Lab, "wake">;
  readonly outbox: Pick<Outbox, "deliver">;
  readonly deliveries: Pick<Deliveries, "deliver">;
  readonly log: Logger;
  /** How long a claim lasts without a sign of life, milliseconds. */
  readonly leaseMs: number;
  /** How long a run waits in all for what is away, before it fails, milliseconds. */
  readonly outageWaitMs: number;
  /** How far a run is gets written down at most so often, milliseconds: a short one is nearly over when its page hears of it. */
  readonly progressEveryMs: number;
  /** Looks for runs that wait after so many milliseconds, whatever becomes of the message. */
  readonly lookAfter: (ms: number) => void;
  /** Called with how long a run was worked on, seconds, however it ended. */
  readonly onComputed?: (userId: string, seconds: number) => Promise<void>;
  /** Called when a run has ended; it is not called by a process that is killed before, and nothing may depend on it. */
  readonly afterRun?: (runId: string) => Promise<void>;
}

export interface Job<Payload extends Record<string, unknown> = Record<string, unknown>> {
  /** Travels in the queue, so it stays as it is once messages may wait there. */
  readonly name: string;
  /** What travels with the name, as flat JSON. Best a row's id alone: the row is the truth, the message a nudge. */
  readonly payload: z.ZodType<Payload>;
  /** After so long `signal` aborts with a `JobTimeoutError`, milliseconds. */
  readonly timeoutMs: number;
  /** How often and how soon the job is delivered again when the handler throws. */
  readonly retries: Retries;
  /**
   * Handles one delivery. Delivered twice, it must do its work once.
   *
   * @param signal aborts when the process stops, and after `timeoutMs`
   * @throws to be delivered again, as `retries` says
   */
  handle(context: JobContext, payload: Payload, signal: AbortSignal): Promise<JobOutcome>;
}

/** A job has taken longer than its definition allows. */
export class JobTimeoutError extends Error {
  override readonly name = "JobTimeoutError";
  constructor(job: string, timeoutMs: number) {
    super(`the job ${job} took longer than ${timeoutMs} ms`);
  }
}

/** Gives a definition its type. */
export function defineJob<Payload extends Record<string, unknown>>(
  job: Job<Payload>,
): Job<Payload> {
  return job;
}
