/**
 * Hears of what happens on the desk: by the WebSocket, row by row; where that cannot be opened (a proxy that lets none through), by
 * server-sent events, which tell that something has changed.
 */
import { apiAddress } from "../../contracts/client/api_client.ts";
import { liveSocket, type Told } from "../../contracts/client/live_socket.ts";
import type { EventStream } from "../run/watch_run.ts";

export type DeskTopic = "follows" | "signals" | "orders" | "trades" | "events";
export type DeskTold = Told<DeskTopic>;
/** How far what is shown goes, by the numbers of the rows; follows are told as they stand. */
export type DeskCursors = Readonly<Record<Exclude<DeskTopic, "follows">, number>>;

export interface DeskWatcher {
  readonly after: DeskCursors;
  readonly onTold: (told: DeskTold) => void;
  /** Something has changed that is not told: read everything again. */
  readonly onChange: () => void;
}

/** What the watcher stands on; tests bring their own. */
export interface WatchDeskParts {
  readonly openSocket: typeof liveSocket<DeskTopic>;
  readonly openEvents: (url: string) => EventStream;
  /** Changes that come together are told once, milliseconds. */
  readonly gatherMs: number;
}

const BROWSER: WatchDeskParts = {
  openSocket: (options) => liveSocket(options),
  openEvents: (url) => new EventSource(url) as unknown as EventStream,
  gatherMs: 100,
};

/** Tells what happens until the returned function is called. */
export function watchDesk(watcher: DeskWatcher, parts: WatchDeskParts = BROWSER): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let leaveEvents: (() => void) | null = null;
  const change = () => {
    clearTimeout(timer);
    timer = setTimeout(watcher.onChange, parts.gatherMs);
  };
  const leaveSocket = parts.openSocket({
    topics: { ...watcher.after, follows: null },
    onMessage: watcher.onTold,
    onMissed: change,
    onStanding(stands) {
      if (stands) {
        leaveEvents?.();
        leaveEvents = null;
      } else leaveEvents ??= watchEvents(change, parts);
    },
  });
  return () => {
    clearTimeout(timer);
    leaveEvents?.();
    leaveSocket();
  };
}

/** After each change, and when the stream stands again after a break. */
function watchEvents(onChange: () => void, { openEvents }: WatchDeskParts): () => void {
  let wasBroken = false;
  const events = openEvents(apiAddress("GET /follows/events"));
  events.addEventListener("changed", onChange);
  events.addEventListener("error", () => {
    wasBroken = true;
  });
  events.addEventListener("open", () => {
    if (wasBroken) onChange();
    wasBroken = false;
  });
  return () => events.close();
}
