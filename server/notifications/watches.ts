/**
 * Rows that are followed: read when a notification says that they have changed, and not otherwise. Those who follow one row
 * share its reads, and rows that change at once are read together, so that the cost grows with what changes and not with how
 * many look on.
 */
import type { Notifications } from "./notifications.ts";

export interface WatchesOptions<Row> {
  readonly notifications: Pick<Notifications, "subscribe">;
  /** Reads rows by their keys; what is gone is left out. */
  readonly read: (ids: readonly string[]) => Promise<ReadonlyMap<string, Row>>;
  /** Called with why rows could not be read; they are read again a little later. */
  readonly onProblem: (error: unknown) => void;
  /**
   * Every so often all rows that are followed are read in one query, in case a notification was never sent (a process that
   * died after its change), milliseconds; `null` = never.
   */
  readonly rereadMs: number | null;
  /** Pause after a read that failed, milliseconds. */
  readonly retryMs?: number;
}

/** One who follows a row. */
export interface Watch<Row> {
  /**
   * The row as it is after the next change, `null` when it is gone; `"aborted"` when `signal` aborts. Of changes that come
   * faster than they are asked for, only the last is given.
   */
  next(signal: AbortSignal): Promise<Row | null | "aborted">;
  /** Has the row read once, as if it had changed. */
  reread(): void;
  close(): void;
}

/** So many rows are read by one query. */
const BATCH = 1_000;

export class Watches<Row> {
  readonly #options: WatchesOptions<Row>;
  readonly #byId = new Map<string, Set<OpenWatch<Row>>>();
  readonly #dirty = new Set<string>();
  #reading = false;
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(options: WatchesOptions<Row>) {
    this.#options = options;
  }

  /** Follows the row `id`, whose changes are told on `topic`, until it is closed. Reads nothing by itself. */
  open(id: string, topic: string): Watch<Row> {
    const watch = new OpenWatch<Row>();
    const watches = this.#byId.get(id) ?? new Set();
    this.#byId.set(id, watches.add(watch));
    const leave = this.#options.notifications.subscribe(topic, () => this.#mark(id));
    this.#keepTime();
    return {
      next: (signal) => watch.next(signal),
      reread: () => this.#mark(id),
      close: () => {
        leave();
        watches.delete(watch);
        if (watches.size === 0 && this.#byId.get(id) === watches) this.#byId.delete(id);
        this.#keepTime();
      },
    };
  }

  #mark(id: string): void {
    this.#dirty.add(id);
    if (!this.#reading) this.#readAll();
  }

  async #readAll(): Promise<void> {
    this.#reading = true;
    // Whatever is told in the same turn is read together.
    await Promise.resolve();
    while (this.#dirty.size > 0) {
      const ids = [...this.#dirty].filter((id) => this.#byId.has(id)).slice(0, BATCH);
      if (ids.length === 0) this.#dirty.clear();
      for (const id of ids) this.#dirty.delete(id);
      if (ids.length > 0) await this.#read(ids);
    }
    this.#reading = false;
  }

  async #read(ids: readonly string[]): Promise<void> {
    const { read, onProblem, retryMs = 1_000 } = this.#options;
    try {
      const rows = await read(ids);
      for (const id of ids) {
        const row = rows.get(id) ?? null;
        for (const watch of this.#byId.get(id) ?? []) watch.tell(row);
      }
    } catch (error) {
      onProblem(error);
      for (const id of ids) this.#dirty.add(id);
      await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }

  /** The timer runs while anything is followed. */
  #keepTime(): void {
    const { rereadMs } = this.#options;
    if (this.#byId.size > 0 && this.#timer === null && rereadMs !== null) {
      this.#timer = setInterval(() => {
        for (const id of this.#byId.keys()) this.#mark(id);
      }, rereadMs);
    } else if (this.#byId.size === 0 && this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
  }
}

class OpenWatch<Row> {
  #news: { readonly row: Row | null } | null = null;
  #wake: () => void = () => {};

  tell(row: Row | null): void {
    this.#news = { row };
    this.#wake();
  }

  async next(signal: AbortSignal): Promise<Row | null | "aborted"> {
    if (this.#news === null && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const wake = () => resolve();
      this.#wake = wake;
      signal.addEventListener("abort", wake, { once: true });
      await promise;
      signal.removeEventListener("abort", wake);
    }
    if (signal.aborted || this.#news === null) return "aborted";
    const { row } = this.#news;
    this.#news = null;
    return row;
  }
}
