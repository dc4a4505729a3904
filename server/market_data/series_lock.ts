/** Lets one caller at a time work on the same thing within this process; the others wait in line. */
export class SeriesLock {
  readonly #tails = new Map<string, Promise<void>>();

  /**
   * Runs `work` once no other work on `name` runs. A caller whose `signal` aborts while it waits leaves the queue.
   * @throws the signal's reason, or whatever `work` throws
   */
  async run<T>(name: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const { promise: mine, resolve: release } = Promise.withResolvers<void>();
    const tail = before.then(() => mine);
    this.#tails.set(name, tail);
    try {
      await waitFor(before, signal);
      return await work();
    } finally {
      release();
      if (this.#tails.get(name) === tail) this.#tails.delete(name);
    }
  }
}

async function waitFor(turn: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  if (!signal) return await turn;
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = () => reject(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  try {
    await Promise.race([turn, stopped]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
