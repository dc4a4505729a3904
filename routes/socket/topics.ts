/** What can be subscribed to on the WebSocket: a topic is its schema in `contracts/socket.ts` and an entry here. */
import type { SocketTopic } from "../../contracts/socket.ts";
import { SOCKET_LIMITS } from "../../contracts/socket_codes.ts";
import { AppError } from "../../contracts/errors.ts";
import type { SessionOwner } from "../../server/accounts/sessions.ts";
import type { FeedKind, FeedRows } from "../../server/desk/feed_rows.ts";
import type { Services } from "../../server/services.ts";
import { toEvent, toFill, toFollow, toOrders, toSignal, toTrade } from "../api/desk_rows.ts";

export interface TopicRequest {
  readonly runId: string | undefined;
  /** Resumes after this cursor. */
  readonly after: number | null;
  /** Aborts when nobody listens any more. */
  readonly signal: AbortSignal;
}

/** `started` comes first, once. */
export type TopicStep =
  | { readonly kind: "started" | "gap"; readonly cursor: number | null }
  | { readonly kind: "message"; readonly cursor: number | null; readonly data: unknown };

/** @throws {AppError} before `started` for what cannot be subscribed to */
export type Topic = (
  services: Services,
  user: SessionOwner,
  request: TopicRequest,
) => AsyncIterable<TopicStep>;

export const TOPICS: { readonly [T in SocketTopic]: Topic } = {
  async *run({ backtests }, user, { runId, signal }) {
    if (runId === undefined) {
      throw new AppError("invalid_input", "The topic run needs run_id, the id of a backtest.");
    }
    let isStarted = false;
    for await (const data of backtests.subscribe(user.id, runId, signal)) {
      if (!isStarted) yield { kind: "started", cursor: null };
      isStarted = true;
      yield { kind: "message", cursor: null, data };
    }
  },
  async *follows({ desk }, user, { signal }) {
    yield { kind: "started", cursor: null };
    for await (const id of withAll(desk.changes(user.id, signal))) {
      const changed = id === null ? await desk.list(user.id) : await one(desk, user.id, id);
      for (const { row, held } of changed) {
        yield { kind: "message", cursor: null, data: toFollow(row, held) };
      }
    }
  },
  signals: feed("signals", toSignal),
  orders: feed("orders", (row) => toOrders(row)[0]),
  fills: feed("fills", toFill),
  trades: feed("trades", toTrade),
  events: feed("events", toEvent),
  notices: ({ notices }, user, { after, signal }) =>
    notices.follow(user.id, { after, replay: SOCKET_LIMITS.replay, signal }),
};

/** The rows of the desk of one kind. */
function feed<K extends FeedKind>(kind: K, told: (row: FeedRows[K]) => unknown): Topic {
  return async function* ({ desk }, user, { after, signal }) {
    const { replay } = SOCKET_LIMITS;
    const steps = desk.feeds.follow({ userId: user.id, kind, after, replay, signal });
    for await (const step of steps) {
      yield step.kind === "row"
        ? { kind: "message", cursor: step.cursor, data: told(step.row) }
        : step;
    }
  };
}

/** All of them first; `changes` is listened to before they are read. */
async function* withAll(changes: AsyncIterable<string | null>): AsyncGenerator<string | null> {
  const iterator = changes[Symbol.asyncIterator]();
  let next = iterator.next();
  try {
    yield null;
    for (let told = await next; !told.done; told = await next) {
      next = iterator.next();
      yield told.value;
    }
  } finally {
    // It ends with the signal; waiting for that here would keep an error back.
    iterator.return?.().catch(() => {});
  }
}

/** The follow, unless it is gone. */
async function one(desk: Services["desk"], userId: string, id: string) {
  try {
    return [{ row: await desk.get(userId, id), held: await desk.held(userId, id) }];
  } catch (error) {
    if (error instanceof AppError) return [];
    throw error;
  }
}
