/** Server-sent events. */
import type { Run } from "../../contracts/backtests.ts";

/** A line now and then keeps proxies from closing a silent connection. */
const KEEP_ALIVE_MS = 15_000;

/** The progress of a run, as {@link eventStream}. */
export function runEvents(
  subscribe: (leave: AbortSignal) => AsyncIterable<Run>,
  onProblem: (error: unknown) => void,
  left = new AbortController(),
): Response {
  return eventStream("progress", subscribe, onProblem, left);
}

/**
 * A stream of events of one name; `leave` aborts when the reader goes away, `onProblem` hears what ended it early; `left` is
 * aborted when it has ended.
 */
export function eventStream<T>(
  name: string,
  subscribe: (leave: AbortSignal) => AsyncIterable<T>,
  onProblem: (error: unknown) => void,
  left = new AbortController(),
): Response {
  const encoder = new TextEncoder();
  let keepAlive: ReturnType<typeof setInterval> | undefined;
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => {
        if (!left.signal.aborted) controller.enqueue(encoder.encode(text));
      };
      keepAlive = setInterval(() => send(": still here\n\n"), KEEP_ALIVE_MS);
      send("retry: 1000\n\n");
      try {
        for await (const data of subscribe(left.signal)) {
          send(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
        }
      } catch (error) {
        // The reader sees the stream end and asks again.
        onProblem(error);
      } finally {
        clearInterval(keepAlive);
        if (!left.signal.aborted) controller.close();
        // Whatever was followed for this reader is not any more.
        left.abort();
      }
    },
    cancel() {
      clearInterval(keepAlive);
      left.abort();
    },
  });
  return new Response(stream, {
    headers: {
      "content-type": "text/event-stream",
      "cache-control": "no-store, no-transform",
      // nginx would hold the events back.
      "x-accel-buffering": "no",
    },
  });
}
