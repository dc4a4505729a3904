/**
 * Counts what somebody looks at while they edit: each different strategy whose result has stayed on screen, once, with its
 * daily Sharpe ratio. They are sent in batches, so that dragging a slider costs nothing.
 */
import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { asTrial, MOST_TRIALS, type Trial } from "../../contracts/trial_bounds.ts";
import type { Trials } from "../../contracts/trials.ts";

/** What is looked at. */
export interface ShownResult {
  readonly content: string;
  readonly metrics: Readonly<Record<string, number | null>>;
}

/** Counts a batch, which may be empty, and says how many there are now. */
export type SendTrials = (trials: readonly Trial[]) => Promise<Trials>;

export interface TrialReporterOptions {
  readonly shown: ReadonlySignal<ShownResult | null>;
  readonly dailySharpeOf: (metrics: ShownResult["metrics"]) => number | null;
  readonly send: SendTrials;
  /** What was refused would be refused again, and is dropped; anything else is sent again. */
  readonly isRefusal: (error: unknown) => boolean;
  /** The browser's, unless told otherwise. */
  readonly timers?: Timers;
}

export interface Timers {
  readonly set: (run: () => void, ms: number) => number;
  readonly clear: (timer: number) => void;
}

/** A result has stayed on screen, milliseconds. */
const SETTLED_MS = 300;
/** How long a batch is gathered, milliseconds. */
const BATCH_MS = 10_000;

/** The same where many were tried at once, milliseconds. */
const SOON_MS = 500;

const BROWSER: Timers = {
  set: (run, ms) => setTimeout(run, ms) as unknown as number,
  clear: (timer) => clearTimeout(timer),
};

export class TrialReporter {
  /** Of the strategy, as far as has been told; `null` before the first answer. */
  readonly trials: Signal<Trials | null> = signal(null);

  readonly #options: TrialReporterOptions;
  readonly #timers: Timers;
  /** Hashes that were counted on this page. */
  readonly #known = new Set<string>();
  #waiting: Trial[] = [];
  #settling: number | null = null;
  #batch: number | null = null;
  #sending: Promise<void> | null = null;

  constructor(options: TrialReporterOptions) {
    this.#options = options;
    this.#timers = options.timers ?? BROWSER;
  }

  start(): void {
    effect(() => {
      const shown = this.#options.shown.value;
      if (this.#settling !== null) this.#timers.clear(this.#settling);
      this.#settling = shown && this.#timers.set(() => this.#note(shown), SETTLED_MS);
    });
  }

  /** Counts variations that were tried all at once, as many as they are; those that are known already once. */
  add(trials: readonly Trial[]): void {
    const unknown = trials.filter(({ hash }) => !this.#known.has(hash));
    for (const { hash } of unknown) this.#known.add(hash);
    this.#waiting.push(...unknown);
    if (this.#waiting.length > 0) this.#soon(SOON_MS);
  }

  /** Sends what waits; resolves when it is counted, or when that did not work for now. */
  async flush(): Promise<void> {
    if (this.#batch !== null) this.#timers.clear(this.#batch);
    this.#batch = null;
    while (this.#sending) await this.#sending;
    const batch = this.#waiting.slice(0, MOST_TRIALS);
    if (batch.length === 0 && this.trials.peek() !== null) return;
    this.#waiting = this.#waiting.slice(batch.length);
    let isCounted = false;
    this.#sending = this.#send(batch).then((counted) => {
      isCounted = counted;
      this.#sending = null;
    });
    await this.#sending;
    if (this.#waiting.length === 0) return;
    // A whole batch and more: somebody waits to see the count.
    this.#soon(isCounted && batch.length === MOST_TRIALS ? SOON_MS : BATCH_MS);
  }

  #note({ content, metrics }: ShownResult): void {
    const trial = asTrial(content, this.#options.dailySharpeOf(metrics));
    if (trial && !this.#known.has(content)) {
      this.#known.add(content);
      this.#waiting.push(trial);
    }
    // How many there were before is told at once.
    if (this.trials.peek() === null) void this.flush();
    else if (this.#waiting.length > 0) this.#soon();
  }

  #soon(ms = BATCH_MS): void {
    if (this.#batch !== null && ms === BATCH_MS) return;
    if (this.#batch !== null) this.#timers.clear(this.#batch);
    this.#batch = this.#timers.set(() => void this.flush(), ms);
  }

  /** False when it did not work for now. */
  async #send(batch: readonly Trial[]): Promise<boolean> {
    try {
      this.trials.value = await this.#options.send(batch);
      return true;
    } catch (error) {
      if (!this.#options.isRefusal(error)) this.#waiting.unshift(...batch);
      return false;
    }
  }
}
