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
    worker.postMessage(request);
    return await promise;
  } finally {
    signal.removeEventListener("abort", abort);
    worker.terminate();
  }
}
