/**
 * Reads candle files without holding up the process: a large or packed one in a thread, one file at a time, so that a crowd of
 * imports takes one core and the memory of one file. The thread ends a little after its last file and gives back what it took.
 */
import { isPacked } from "./candle_file.ts";
import { errorFrom } from "../logging/log_error.ts";
import { threadError } from "../logging/thread_error.ts";
import type { ReadReply, ReadRequest } from "./candle_file_protocol.ts";
import {
  type CandleFile,
  type ReadCandles,
  readCandles,
  type ReadOptions,
} from "./read_candles.ts";
import { SeriesLock } from "./series_lock.ts";

/** A file up to here is read at once, in some 5 ms: starting a thread takes longer. */
const SMALL_BYTES = 64 * 1024;
/** How long the thread waits for another file, ms: a folder of files needs one thread. */
const IDLE_MS = 1_000;

export class CandleFileReader {
  readonly #line = new SeriesLock();
  #worker: Worker | null = null;
  #idle: ReturnType<typeof setTimeout> | undefined;
  #startedThreads = 0;

  /** How many threads were started so far. */
  get startedThreads(): number {
    return this.#startedThreads;
  }

  /**
   * What the file holds, or what is wrong with it. Bytes are handed over to the thread: nothing can be read from them
   * afterwards.
   *
   * @throws the signal's reason
   */
  async read(file: CandleFile, options: ReadOptions, signal?: AbortSignal): Promise<ReadCandles> {
    const isSmall = (typeof file === "string" || file instanceof Uint8Array) &&
      file.length <= SMALL_BYTES && !isPackedFile(file);
    if (isSmall) return await readCandles(file, options);
    return await this.#line.run("file", signal, () => this.#ask({ file, options }, signal));
  }

  /** Ends the thread; a file that is being read fails. */
  close(): void {
    clearTimeout(this.#idle);
    this.#worker?.terminate();
    this.#worker = null;
  }

  async #ask(request: ReadRequest, signal: AbortSignal | undefined): Promise<ReadCandles> {
    signal?.throwIfAborted();
    clearTimeout(this.#idle);
    const worker = this.#worker ??= this.#start();
    const { promise, resolve, reject } = Promise.withResolvers<ReadReply>();
    const abort = () => reject(signal?.reason);
    signal?.addEventListener("abort", abort, { once: true });
    worker.onmessage = ({ data }: MessageEvent<ReadReply>) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(threadError(event));
    };
    const { file } = request;
    worker.postMessage(request, file instanceof Uint8Array ? [file.buffer] : []);
    try {
      const reply = await promise;
      if (reply.kind === "broken") throw errorFrom(reply.error);
      this.#idle = setTimeout(() => this.close(), IDLE_MS);
      return reply.result;
    } catch (error) {
      // The state of the thread is unknown: it is not used again.
      this.close();
      throw error;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  #start(): Worker {
    this.#startedThreads++;
    return new Worker(new URL("./candle_file_thread.ts", import.meta.url), { type: "module" });
  }
}

/** Something other than text may unpack to much more than it is. */
function isPackedFile(file: Uint8Array | string): boolean {
  return typeof file !== "string" && isPacked(file);
}
