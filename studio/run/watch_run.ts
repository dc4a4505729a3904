/** Follows a run until it has ended: by server-sent events, and by asking now and then while those do not come. */
import type { Run } from "../../contracts/backtests.ts";
import { api, apiAddress, readEvent } from "../../contracts/client/api_client.ts";

const POLL_MS = 1_500;
const EVENTS = "GET /backtests/{run_id}/events";

/** What the watcher stands on; tests bring their own. */
export interface WatchParts {
  readonly openEvents: (url: string) => EventStream;
  readonly ask: (runId: string) => Promise<Run>;
  readonly pollMs: number;
}

export interface EventStream {
  addEventListener(type: string, listener: (event: { data?: string }) => void): void;
  close(): void;
}

const BROWSER: WatchParts = {
  openEvents: (url) => new EventSource(url) as unknown as EventStream,
  ask: (runId) => api("GET /backtests/{run_id}", { params: { run_id: runId } }),
  pollMs: POLL_MS,
};

/** Calls `onRun` with every change; ends by itself with the run, or when the returned function is called. */
export function watchRun(
  runId: string,
  onRun: (run: Run) => void,
  parts: WatchParts = BROWSER,
): () => void {
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    over = true;
    clearTimeout(timer);
    events.close();
  };
  const take = (run: Run) => {
    if (over) return;
    onRun(run);
    if (run.status === "completed" || run.status === "failed") stop();
  };
  const poll = async () => {
    try {
      take(await parts.ask(runId));
    } catch {
      // The network may be back at the next try.
    }
    if (!over) timer = setTimeout(poll, parts.pollMs);
  };
  const events = parts.openEvents(apiAddress(EVENTS, { params: { run_id: runId } }));
  events.addEventListener("progress", ({ data }) => {
    clearTimeout(timer);
    timer = undefined;
    take(readEvent(EVENTS, "progress", data ?? ""));
  });
  // The stream reconnects by itself; until something comes again, ask.
  events.addEventListener("error", () => {
    if (!over && timer === undefined) timer = setTimeout(poll, parts.pollMs / 3);
  });
  return stop;
}
