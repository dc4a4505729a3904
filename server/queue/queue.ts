/** A queue of small messages, delivered at least once. The row that a message names is the truth; the message is a nudge. */

export interface JobMessage {
  /** Which job, for example `run_backtest`. */
  readonly name: string;
  /** The job's payload beside its name; flat JSON, best a row's `id` alone. `attempt` and `retries` are the queue's own. */
  readonly [field: string]: unknown;
}

/** What becomes of a message whose handler throws. */
export interface Retries {
  /** Deliveries, the first one included. */
  readonly attempts: number;
  /** Pause before the second delivery, milliseconds; it doubles from each to the next. */
  readonly firstDelayMs: number;
}

/** What became of a delivery: done, or to be delivered again after a while (another worker holds the row). */
export type JobOutcome = "done" | { readonly retryInMs: number };

/** Handles one delivery. `signal` aborts when the queue is closed under a handler that still runs. Throwing = deliver again. */
export type JobHandler = (message: JobMessage, signal: AbortSignal) => Promise<JobOutcome>;

export interface Consumer {
  /** Takes no more messages and resolves when the handlers that run have ended. */
  stop(): Promise<void>;
}

export interface EnqueueOptions {
  readonly delayMs?: number;
  /** `DEFAULT_RETRIES` when absent. */
  readonly retries?: Retries;
}

export interface Queue {
  enqueue(message: JobMessage, options?: EnqueueOptions): Promise<void>;
  /** Starts delivering, at most `concurrency` at a time in this process. */
  consume(handler: JobHandler, options: { concurrency: number }): Promise<Consumer>;
  /** Throws when the queue cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
