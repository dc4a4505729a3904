/** Hears of changes on the desk: by server-sent events, which reconnect by themselves. */
import { apiAddress } from "../../contracts/client/api_client.ts";
import type { EventStream } from "../run/watch_run.ts";

/** What the watcher stands on; tests bring their own. */
export interface WatchDeskParts {
  readonly openEvents: (url: string) => EventStream;
  /** Changes that come together are told once, milliseconds. */
  readonly gatherMs: number;
}

const BROWSER: WatchDeskParts = {
  openEvents: (url) => new EventSource(url) as unknown as EventStream,
  gatherMs: 100,
};

/** Calls `onChange` after each change, and when the stream stands again after a break; until the returned function is called. */
export function watchDesk(onChange: () => void, parts: WatchDeskParts = BROWSER): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wasBroken = false;
  const tell = () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, parts.gatherMs);
  };
  const events = parts.openEvents(apiAddress("GET /follows/events"));
  events.addEventListener("changed", tell);
  events.addEventListener("error", () => {
    wasBroken = true;
  });
  events.addEventListener("open", () => {
    if (wasBroken) tell();
    wasBroken = false;
  });
  return () => {
    clearTimeout(timer);
    events.close();
  };
}
