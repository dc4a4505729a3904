import { threadError } from "../logging/thread_error.ts";
import type { CandleBuffers } from "../backtests/engine_protocol.ts";
import type { LabReply, LabRequest } from "./lab_protocol.ts";

/**
 * Asks a thread of its own, which ends with the answer, with `signal`, or with an error.
 *
 * @throws the signal's reason, or what ended the thread
 */
export async function askLab(request: LabRequest, signal: AbortSignal): Promise<LabReply> {
  signal.throwIfAborted();
  const worker = new Worker(new URL("./lab_thread.ts", import.meta.url), { type: "module" });
  const { promise, resolve, reject } = Promise.withResolvers<LabReply>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  worker.onmessage = ({ data }: MessageEvent<LabReply>) => resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    reject(threadError(event));
  };
  try {
    const own = ownCandles(request.candles);
    const others = request.others.map((other) => ({
      ...other,
      candles: ownCandles(other.candles),
    }));
    const message: LabRequest = { ...request, candles: own, others };
    const all = [own, ...others.map(({ candles }) => candles)];
    worker.postMessage(message, all.flatMap(buffersOf));
    return await promise;
  } finally {
    signal.removeEventListener("abort", abort);
    worker.terminate();
  }
}

/** A copy, because columns may be views on a cache, and a view would take all of it along; it is handed over. */
function ownCandles({ timeframeMs, ...columns }: CandleBuffers): CandleBuffers {
  return {
    timeframeMs,
    time: columns.time.slice(),
    open: columns.open.slice(),
    high: columns.high.slice(),
    low: columns.low.slice(),
    close: columns.close.slice(),
    volume: columns.volume.slice(),
  };
}

function buffersOf({ time, open, high, low, close, volume }: CandleBuffers): ArrayBuffer[] {
  return [time, open, high, low, close, volume].map(({ buffer }) => buffer as ArrayBuffer);
}
