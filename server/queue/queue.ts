/** A queue of small messages, delivered at least once. The row that a message names is the truth; the message is a nudge. */

export interface JobMessage {
  /** Which job, for example `run_backtest`. */
  readonly name: string;
  /** The id of the row it is about; nothing else travels. */
  readonly id: string;
}

/** What became of a delivery: done, or to be delivered again after a while (somebody else holds the row). */
export type JobOutcome = "done" | { readonly retryInMs: number };

/** Handles one delivery. `signal` aborts when the queue is closed under a handler that still runs. Throwing = deliver again. */
export type JobHandler = (message: JobMessage, signal: AbortSignal) => Promise<JobOutcome>;

export interface Consumer {
  /** Takes no more messages and resolves when the handlers that run have ended. */
  stop(): Promise<void>;
}

export interface Queue {
  enqueue(message: JobMessage, options?: { delayMs?: number }): Promise<void>;
  /** Starts delivering, at most `concurrency` at a time in this process. */
  consume(handler: JobHandler, options: { concurrency: number }): Promise<Consumer>;
  /** Throws when the queue cannot be reached. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
