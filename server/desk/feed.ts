/**
 * What is new on the desks that are looked at: rows of signals, orders, fills, trades and events, as they are written. A
 * notification names the follow that has changed; its new rows are read once for all who look at that account in this process.
 * Within a follow rows are written one transaction after the other, so that the highest number that was read is a mark.
 */
import type { Kysely } from "kysely";
import type { Database } from "../db/schema.ts";
import { describeError, type Logger } from "../logging/log.ts";
import type { Notifications } from "../notifications/notifications.ts";
import { deskTopic } from "../notifications/topics.ts";
import {
  type FeedKind,
  type FeedRows,
  followChanges,
  marksOf,
  newRows,
  rowsAfter,
  rowsOf,
} from "./feed_rows.ts";

export interface DeskFeedParts {
  readonly db: Kysely<Database>;
  readonly notifications: Pick<Notifications, "subscribe">;
  readonly log: Logger;
  /** How often follows are looked at in case a notification was never sent, milliseconds. */
  readonly rereadMs?: number;
}

export type FeedStep<K extends FeedKind> =
  /** Everything after `cursor` will be told. */
  | { readonly kind: "started"; readonly cursor: number }
  /** Rows between the cursor that was asked for and the first row that follows are left out. */
  | { readonly kind: "gap"; readonly cursor: number }
  | { readonly kind: "row"; readonly cursor: number; readonly row: FeedRows[K] };

const REREAD_MS = 20_000;
const BATCH = 200;
/** Rows that wait for one reader; one that is slower than that is told of a gap. */
const MOST_WAITING = 1_000;

interface Told<K extends FeedKind> {
  readonly seq: number;
  readonly row: FeedRows[K];
}

/** One who reads a feed. */
interface Reader<K extends FeedKind> {
  waiting: Told<K>[];
  missed: boolean;
  wake: () => void;
}

export class DeskFeeds {
  readonly #parts: DeskFeedParts;
  readonly #feeds = new Map<string, Feed<FeedKind>>();
  /** The newest change of each follow that is looked at, Unix ms. */
  readonly #seen = new Map<string, number>();
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(parts: DeskFeedParts) {
    this.#parts = parts;
  }

  /**
   * Rows of an account, first those after the cursor `after` (at most `replay`), then the new ones until `signal` aborts. After
   * resuming a row may be told a second time.
   *
   * @throws when the database is away while it begins
   */
  async *follow<K extends FeedKind>(
    { userId, kind, after, replay, signal }: {
      readonly userId: string;
      readonly kind: K;
      readonly after: number | null;
      readonly replay: number;
      readonly signal: AbortSignal;
    },
  ): AsyncGenerator<FeedStep<K>> {
    const feed = this.#open(userId, kind);
    const reader: Reader<K> = { waiting: [], missed: false, wake: () => {} };
    feed.readers.add(reader);
    const wake = () => reader.wake();
    signal.addEventListener("abort", wake);
    try {
      await feed.ready;
      const told = new Set<number>();
      let cursor = feed.newest();
      if (after !== null) {
        const { db } = this.#parts;
        const missed = await rowsAfter(db, kind, { userId, seq: after, limit: replay + 1 });
        cursor = Math.min(after, cursor);
        yield { kind: "started", cursor };
        if (missed.length > replay) yield { kind: "gap", cursor };
        const rows = missed.slice(-replay);
        const found = await rowsOf(db, kind, rows.map(({ key }) => key));
        for (const { seq, key } of rows) {
          told.add(seq);
          const row = found.get(key);
          if (row !== undefined) yield { kind: "row", cursor: cursor = Math.max(cursor, seq), row };
        }
      } else yield { kind: "started", cursor };
      while (!signal.aborted) {
        if (reader.missed) {
          reader.missed = false;
          yield { kind: "gap", cursor };
        }
        const next = reader.waiting.shift();
        if (next === undefined) {
          await new Promise<void>((resolve) => reader.wake = resolve);
          continue;
        }
        if (told.delete(next.seq)) continue;
        // Rows of two follows may come in another order than their numbers.
        cursor = Math.max(cursor, next.seq);
        yield { kind: "row", cursor, row: next.row };
      }
    } finally {
      signal.removeEventListener("abort", wake);
      feed.readers.delete(reader);
      this.#leave(feed);
    }
  }

  #open<K extends FeedKind>(userId: string, kind: K): Feed<K> {
    const name = `${kind} ${userId}`;
    const known = this.#feeds.get(name);
    if (known) return known as unknown as Feed<K>;
    const feed = new Feed(this.#parts, userId, kind, () => {
      // Its marks could not be read: whoever comes next begins anew.
      if (this.#feeds.get(name) === feed) this.#feeds.delete(name);
    });
    this.#feeds.set(name, feed as unknown as Feed<FeedKind>);
    this.#timer ??= setInterval(() => this.#reread(), this.#parts.rereadMs ?? REREAD_MS);
    return feed;
  }

  #leave(feed: { readonly readers: ReadonlySet<unknown>; close(): void }): void {
    if (feed.readers.size > 0) return;
    feed.close();
    for (const [name, open] of this.#feeds) {
      if (open as unknown === feed) this.#feeds.delete(name);
    }
    if (this.#feeds.size > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
    this.#seen.clear();
  }

  /** One query for all accounts that are looked at: a process may have been killed between its change and telling it. */
  async #reread(): Promise<void> {
    const users = [...new Set([...this.#feeds.values()].map(({ userId }) => userId))];
    try {
      for (let at = 0; at < users.length; at += BATCH) {
        const changed = await followChanges(this.#parts.db, users.slice(at, at + BATCH));
        for (const { id, user_id, updated_at } of changed) {
          const ms = updated_at.getTime();
          if (this.#seen.get(id) === ms) continue;
          this.#seen.set(id, ms);
          for (const feed of this.#feeds.values()) if (feed.userId === user_id) feed.mark(id);
        }
      }
    } catch (error) {
      this.#parts.log.warn("follows that are looked at could not be read", {
        error: describeError(error),
      });
    }
  }
}

/** The rows of one kind of one account, for all who read them here. */
class Feed<K extends FeedKind> {
  readonly readers = new Set<Reader<K>>();
  /** Resolves when everything that is written from then on will be told. */
  readonly ready: Promise<void>;
  readonly #parts: DeskFeedParts;
  readonly #dirty = new Set<string>();
  readonly #leave: () => void;
  #marks: Map<string, number> | null = null;
  #reading = false;
  #closed = false;

  constructor(
    parts: DeskFeedParts,
    readonly userId: string,
    readonly kind: K,
    onFailed: () => void,
  ) {
    this.#parts = parts;
    // Heard before the marks are read, so that nothing falls in between.
    this.#leave = parts.notifications.subscribe(deskTopic(userId), (notification) => {
      if (notification.kind === "message") this.mark(notification.message);
      else this.#markAll();
    });
    this.ready = this.#start().catch((error) => {
      onFailed();
      throw error;
    });
    this.ready.catch(() => {});
  }

  newest(): number {
    return Math.max(0, ...(this.#marks?.values() ?? []));
  }

  mark(followId: string): void {
    this.#dirty.add(followId);
    if (!this.#reading && this.#marks !== null) this.#readAll();
  }

  close(): void {
    this.#closed = true;
    this.#leave();
  }

  async #start(): Promise<void> {
    const { db } = this.#parts;
    this.#marks = await marksOf(db, this.kind, this.userId);
    if (this.#dirty.size > 0) this.#readAll();
  }

  async #markAll(): Promise<void> {
    const changed = await followChanges(this.#parts.db, [this.userId]).catch(() => []);
    for (const { id } of changed) this.mark(id);
  }

  async #readAll(): Promise<void> {
    this.#reading = true;
    while (this.#dirty.size > 0 && !this.#closed) {
      const [followId = ""] = this.#dirty;
      this.#dirty.delete(followId);
      try {
        await this.#read(followId);
      } catch (error) {
        this.#parts.log.warn("new rows of a follow could not be read", {
          follow_id: followId,
          error: describeError(error),
        });
        this.#dirty.add(followId);
        await new Promise((resolve) => setTimeout(resolve, 1_000));
      }
    }
    this.#reading = false;
  }

  async #read(followId: string): Promise<void> {
    const { db } = this.#parts;
    const marks = this.#marks!;
    for (;;) {
      const seq = marks.get(followId) ?? 0;
      const asked = { userId: this.userId, followId, seq, limit: BATCH };
      const rows = await newRows(db, this.kind, asked);
      if (rows.length === 0) return;
      const found = await rowsOf(db, this.kind, rows.map(({ key }) => key));
      // Of several changes of one row the last tells them all.
      const last = new Map(rows.map(({ key, seq }) => [key, seq]));
      for (const [key, at] of [...last].sort((a, b) => a[1] - b[1])) {
        const row = found.get(key);
        if (row !== undefined) this.#tell({ seq: at, row });
      }
      marks.set(followId, rows.at(-1)!.seq);
      if (rows.length < BATCH) return;
    }
  }

  #tell(told: Told<K>): void {
    for (const reader of this.readers) {
      if (reader.waiting.length >= MOST_WAITING) {
        reader.waiting = [];
        reader.missed = true;
      }
      reader.waiting.push(told);
      reader.wake();
    }
  }
}
