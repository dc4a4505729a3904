/** Lets a long computation give way now and then. */

/**
 * Bars that are gone through between two pauses: a millisecond or a few of work, so that what waits is hardly kept. Counted
 * instead of timed, because the engine reads no clock.
 */
const BARS_BETWEEN = 300_000;

export class Pauses {
  #bars = 0;
  #channel: MessageChannel | null = null;

  constructor(private readonly signal: AbortSignal | undefined) {
    signal?.throwIfAborted();
  }

  /** Counts work that was done; true when it is time for a pause. */
  isDue(bars: number): boolean {
    this.#bars += bars;
    if (this.#bars < BARS_BETWEEN) return false;
    this.#bars = 0;
    return true;
  }

  /** Gives way to what else is waiting. @throws the signal's reason when it asks to stop. */
  async pause(): Promise<void> {
    // A message, not a timer: browsers make nested timers wait for milliseconds.
    const { port1, port2 } = this.#channel ??= new MessageChannel();
    await new Promise<void>((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
    this.signal?.throwIfAborted();
  }

  /** An open channel would keep a process alive. */
  close(): void {
    this.#channel?.port1.close();
    this.#channel?.port2.close();
    this.#channel = null;
  }
}
