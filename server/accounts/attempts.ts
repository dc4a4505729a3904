/** Slows down guessing: too many wrong passwords for one account from one address, and the door stays shut for a while. */

const WINDOW_MS = 15 * 60_000;
const PER_ACCOUNT_AND_ADDRESS = 8;
const PER_ADDRESS = 60;
const MAX_KEYS = 20_000;

interface Failures {
  count: number;
  sinceMs: number;
}

/** Counts failures in memory: one process's view, which is enough to make guessing slow. */
export class LoginAttempts {
  readonly #failures = new Map<string, Failures>();
  constructor(private readonly now: () => number) {}

  /** Seconds until the next try is allowed, 0 when one is allowed now. */
  blockedForSeconds(email: string, address: string): number {
    return Math.max(
      this.#wait(`${email}\n${address}`, PER_ACCOUNT_AND_ADDRESS),
      this.#wait(address, PER_ADDRESS),
    );
  }

  /** Counts a try before its password is checked, so that many at once cannot all slip through. */
  began(email: string, address: string): void {
    for (const key of [`${email}\n${address}`, address]) {
      const known = this.#current(key);
      if (known) known.count++;
      else this.#failures.set(key, { count: 1, sinceMs: this.now() });
    }
    // Strangers must not be able to fill the memory with keys.
    for (const key of this.#failures.keys()) {
      if (this.#failures.size <= MAX_KEYS) break;
      this.#failures.delete(key);
    }
  }

  /** The try was right: it counts no longer, and neither do the wrong ones before it. */
  succeeded(email: string, address: string): void {
    this.#failures.delete(`${email}\n${address}`);
    const known = this.#current(address);
    if (known) known.count--;
  }

  #wait(key: string, limit: number): number {
    const known = this.#current(key);
    if (!known || known.count < limit) return 0;
    return Math.max(1, Math.ceil((known.sinceMs + WINDOW_MS - this.now()) / 1000));
  }

  #current(key: string): Failures | undefined {
    const known = this.#failures.get(key);
    if (known && this.now() - known.sinceMs < WINDOW_MS) return known;
    this.#failures.delete(key);
    return undefined;
  }
}
