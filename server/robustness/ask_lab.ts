import { threadError } from "../logging/thread_error.ts";
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
    const { timeframeMs, ...columns } = request.candles;
    // Copies, because columns may be views on a cache, and a view would take all of it along; they are handed over.
    const own = {
      time: columns.time.slice(),
      open: columns.open.slice(),
      high: columns.high.slice(),
      low: columns.low.slice(),
      close: columns.close.slice(),
      volume: columns.volume.slice(),
    };
    const message: LabRequest = { ...request, candles: { timeframeMs, ...own } };
    worker.postMessage(message, Object.values(own).map(({ buffer }) => buffer));
    return await promise;
  } finally {
    signal.removeEventListener("abort", abort);
    worker.terminate();
  }
}
