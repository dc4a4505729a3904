/**
 * The places that a process has for runs: as many as it computes at a time, and a spare one that is kept for accounts which
 * have no run under way, so that nobody's first run waits for the long runs of others.
 */

export interface Place {
  /** All others are taken. */
  readonly isSpare: boolean;
  /** Gives it back; `worked` = a run was worked on, so that others have waited for it. Twice is fine. */
  leave(options: { readonly worked: boolean }): void;
}

export class Places {
  readonly #size: number;
  readonly #waiting = new Set<() => void>();
  #taken = 0;
  #closed = false;

  /** @param size how many runs are computed at a time, the spare place aside */
  constructor(size: number) {
    this.#size = size;
  }

  /** All places, the spare one included. */
  get count(): number {
    return this.#size + 1;
  }

  /** How many are free, the spare one aside. */
  get free(): number {
    return Math.max(0, this.#size - this.#taken);
  }

  /** Nothing new is begun any more. */
  get isClosed(): boolean {
    return this.#closed;
  }

  /** Gives out no more places, and wakes who waits for one. */
  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** Takes a place; `null` when there is none. */
  take(): Place | null {
    if (this.#closed || this.#taken > this.#size) return null;
    const isSpare = this.#taken === this.#size;
    this.#taken++;
    let left = false;
    return {
      isSpare,
      leave: ({ worked }) => {
        if (left) return;
        left = true;
        this.#taken--;
        if (worked) this.#wake();
      },
    };
  }

  /** Resolves when somebody has left a place, when they are closed, after `atMostMs`, or when `signal` aborts. */
  async change(atMostMs: number, signal: AbortSignal): Promise<void> {
    if (this.#closed || signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, atMostMs);
    this.#waiting.add(resolve);
    const stop = () => resolve();
    signal.addEventListener("abort", stop);
    await promise;
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    this.#waiting.delete(resolve);
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
