/** The browser's end of the WebSocket: subscribes, tells what comes, and connects again where it was after a break. */
import type { SocketData, SocketMessage, SocketTopic } from "../socket.ts";
import { SOCKET_CLOSE, SOCKET_LIMITS, SOCKET_PATH } from "../socket_codes.ts";

/** A message of one of the topics `T`. */
export type Told<T extends SocketTopic> = {
  readonly [K in T]: { readonly topic: K; readonly data: SocketData<K> };
}[T];

export interface LiveSocketOptions<T extends SocketTopic> {
  /** What is subscribed to, each with the cursor to begin after; `null` = from now on. */
  readonly topics: Readonly<Record<T, number | null>>;
  readonly onMessage: (told: Told<T>) => void;
  /** Something was missed that does not come again: read everything once. */
  readonly onMissed: () => void;
  /** Whether the socket stands; told when that changes, first when it stands or could not be opened. */
  readonly onStanding?: (stands: boolean) => void;
}

/** What is used of a `WebSocket`. */
export interface SocketLike {
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  send(text: string): void;
  close(): void;
}

/** What it stands on; tests bring their own. */
export interface LiveSocketParts {
  readonly open: (path: string) => SocketLike;
  /** The first pause before it connects again, milliseconds; each is twice as long as the last, up to a minute. */
  readonly retryMs: number;
  /** Without a message for so long the connection is taken for lost, milliseconds. */
  readonly silentMs: number;
}

const LONGEST_RETRY_MS = 60_000;

const BROWSER: LiveSocketParts = {
  open: (path) => new WebSocket(path) as unknown as SocketLike,
  retryMs: 1_000,
  silentMs: SOCKET_LIMITS.heartbeatSeconds * 2_500,
};

/** Stands until the returned function is called, or the session ends. */
export function liveSocket<T extends SocketTopic>(
  { topics, onMessage, onMissed, onStanding = () => {} }: LiveSocketOptions<T>,
  parts: LiveSocketParts = BROWSER,
): () => void {
  const cursors = new Map(Object.entries(topics) as [T, number | null][]);
  let socket: SocketLike | null = null;
  let pauseMs = parts.retryMs;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stands: boolean | null = null;
  const tell = (now: boolean) => {
    if (stands !== now) onStanding(now);
    stands = now;
  };
  const lose = (code: number) => {
    if (socket) socket.onmessage = socket.onclose = null;
    socket = null;
    clearTimeout(timer);
    tell(false);
    if (code === SOCKET_CLOSE.sessionEnded) return;
    timer = setTimeout(connect, pauseMs);
    pauseMs = Math.min(LONGEST_RETRY_MS, pauseMs * 2);
  };
  const listen = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // A connection that breaks half is not told of: nothing comes, and closing it would wait for an answer.
      const silent = socket;
      lose(0);
      silent?.close();
    }, parts.silentMs);
  };
  const take = (message: SocketMessage) => {
    if (message.type === "ready") {
      for (const [topic, after] of cursors) {
        const resumed = after === null ? {} : { after };
        socket?.send(JSON.stringify({ type: "subscribe", id: topic, topic, ...resumed }));
      }
      pauseMs = parts.retryMs;
      tell(true);
    } else if (message.type === "subscribed") {
      if (message.cursor !== null) cursors.set(message.id as T, message.cursor);
    } else if (message.type === "message") {
      const { topic, cursor, data } = message;
      const known = cursors.get(topic as T) ?? null;
      if (cursor !== null) cursors.set(topic as T, Math.max(known ?? 0, cursor));
      onMessage({ topic, data } as Told<T>);
    } else if (message.type === "gap") onMissed();
  };
  const connect = () => {
    const opened = parts.open(SOCKET_PATH);
    socket = opened;
    listen();
    opened.onmessage = ({ data }) => {
      listen();
      if (typeof data === "string") take(JSON.parse(data) as SocketMessage);
    };
    opened.onclose = ({ code }) => lose(code);
  };
  connect();
  return () => {
    clearTimeout(timer);
    const open = socket;
    if (open) open.onmessage = open.onclose = null;
    socket = null;
    open?.close();
  };
}
