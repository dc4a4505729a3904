/** A few threads that run the engine, so that pages never wait for a backtest. */
import type { CandleSeries, RunSettings } from "../../engine/mod.ts";
import { errorFrom } from "../logging/log_error.ts";
import { threadError } from "../logging/thread_error.ts";
import type { EngineReply, EngineRequest, RunContent, RunSummary } from "./engine_protocol.ts";

/** The engine took longer than it may. */
export class EngineTimeoutError extends Error {
  override readonly name = "EngineTimeoutError";
}

/** The strategy or its candles cannot be run; `messages` are sentences for the trader. */
export class EngineRefusal extends Error {
  override readonly name = "EngineRefusal";
  constructor(readonly messages: readonly string[], options: ErrorOptions = {}) {
    // Two blocks of one kind may lack the same: once is enough to read.
    super([...new Set(messages)].join(" "), options);
  }
}

/** The result is longer than a stored result may be. */
export class ResultTooLargeError extends Error {
  override readonly name = "ResultTooLargeError";
}

/** Far above any run on offer: a decade of hourly candles is under 20 MiB. */
const MAX_RESULT_BYTES = 256 * 1024 * 1024;

export interface EngineThreadsOptions {
  readonly size: number;
  /** How long one run may take, milliseconds. */
  readonly timeoutMs: number;
  /** Longest JSON of a result, bytes, by an estimate from above. */
  readonly maxResultBytes?: number;
}

export interface EngineWork {
  readonly candles: CandleSeries;
  readonly definition: unknown;
  readonly settings: RunSettings;
  /** Ends the work; the thread is replaced. */
  readonly signal?: AbortSignal;
}

export interface EngineOutcome {
  readonly summary: RunSummary;
  readonly content: RunContent;
  /** The whole result as it is stored (`stored_result.ts` reads it). */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

type Turn = PromiseWithResolvers<Worker>;

export class EngineThreads {
  readonly #free: Worker[] = [];
  readonly #busy = new Set<Worker>();
  readonly #waiting: Turn[] = [];
  #nextId = 1;
  #closed = false;

  readonly #size: number;
  readonly #timeoutMs: number;
  readonly #maxResultBytes: number;

  /** Threads are started when first needed and kept warm. */
  constructor({ size, timeoutMs, maxResultBytes = MAX_RESULT_BYTES }: EngineThreadsOptions) {
    this.#size = size;
    this.#timeoutMs = timeoutMs;
    this.#maxResultBytes = maxResultBytes;
  }

  /**
   * Runs one backtest in a thread.
   *
   * @throws {EngineRefusal} for a strategy or candles that cannot be run
   * @throws {EngineTimeoutError} when it takes too long; the thread is replaced
   * @throws {ResultTooLargeError} when the result is longer than it may be
   */
  async run(work: EngineWork): Promise<EngineOutcome> {
    const thread = await this.#take();
    let reply: EngineReply;
    try {
      work.signal?.throwIfAborted();
      reply = await this.#ask(thread, work);
    } catch (error) {
      // The state of the thread is unknown: it is not used again.
      thread.terminate();
      this.#busy.delete(thread);
      this.#waiting.shift()?.resolve(this.#start());
      throw error;
    }
    this.#give(thread);
    if (reply.kind === "result") return reply;
    if (reply.kind === "refused") {
      const { messages, error } = reply;
      throw new EngineRefusal(messages, error ? { cause: errorFrom(error) } : {});
    }
    if (reply.kind === "too_large") throw new ResultTooLargeError("the result is too large");
    throw new Error("The engine failed.", { cause: errorFrom(reply.error) });
  }

  /** A run is computed, or waits for a thread. */
  get isBusy(): boolean {
    return this.#busy.size > 0;
  }

  /** Starts a thread ahead of the first run. */
  warmUp(): void {
    if (this.#free.length + this.#busy.size === 0) this.#give(this.#start());
  }

  /** Ends all threads; runs in progress fail. */
  close(): void {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(closedError());
    for (const worker of [...this.#free.splice(0), ...this.#busy]) worker.terminate();
  }

  #take(): Promise<Worker> {
    if (this.#closed) throw closedError();
    const free = this.#free.pop();
    if (free) {
      this.#busy.add(free);
      return Promise.resolve(free);
    }
    if (this.#busy.size < this.#size) return Promise.resolve(this.#start());
    const turn: Turn = Promise.withResolvers();
    this.#waiting.push(turn);
    return turn.promise;
  }

  #start(): Worker {
    const worker = new Worker(new URL("./engine_thread.ts", import.meta.url), { type: "module" });
    this.#busy.add(worker);
    return worker;
  }

  #give(thread: Worker): void {
    const next = this.#waiting.shift();
    if (next) return next.resolve(thread);
    this.#busy.delete(thread);
    this.#free.push(thread);
  }

  #ask(worker: Worker, work: EngineWork): Promise<EngineReply> {
    const { definition, settings, signal } = work;
    const { timeframeMs, ...series } = work.candles;
    // Copies, because the columns may be views on a cache; these are then handed over instead of being copied once more.
    const columns = {
      time: series.time.slice(),
      open: series.open.slice(),
      high: series.high.slice(),
      low: series.low.slice(),
      close: series.close.slice(),
      volume: series.volume.slice(),
    };
    const id = this.#nextId++;
    const request: EngineRequest = {
      id,
      candles: { timeframeMs, ...columns },
      definition,
      settings,
      maxResultBytes: this.#maxResultBytes,
    };
    const { promise, resolve, reject } = Promise.withResolvers<EngineReply>();
    const timer = setTimeout(
      () => reject(new EngineTimeoutError(`no result after ${this.#timeoutMs} ms`)),
      this.#timeoutMs,
    );
    const abort = () => reject(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    worker.onmessage = ({ data }: MessageEvent<EngineReply>) => {
      if (data.id === id) resolve(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(threadError(event));
    };
    worker.postMessage(request, Object.values(columns).map((column) => column.buffer));
    return promise.finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    });
  }
}

function closedError(): Error {
  return new Error("the engine threads are closed");
}
