/** What was read from the database and is still so, kept for who asks next. */
import { count } from "../telemetry/measuring.ts";
import type { Changes, TableName } from "./changes.ts";

export interface KeptReadsOptions<Value> {
  /** What is written to the tables that are read; `null` where others write too: then nothing is kept. */
  readonly changes: Changes | null;
  /** Every table that the answers depend on, those included that they vanish with. */
  readonly tables: readonly TableName[];
  /** So much is kept, the last used answers: their number, or the sum of their sizes. */
  readonly most: number;
  /** How much an answer counts; absent = 1. */
  readonly sizeOf?: (value: Value) => number;
}

interface Kept<Value> {
  readonly stamp: number;
  readonly value: Promise<Value>;
  /** 0 until it is known. */
  size: number;
}

export class KeptReads<Value> {
  readonly #options: KeptReadsOptions<Value>;
  readonly #byKey = new Map<string, Kept<Value>>();
  #size = 0;

  constructor(options: KeptReadsOptions<Value>) {
    this.#options = options;
  }

  /**
   * The answer to `key` as it is now: what `read` gives, or gave while nothing has been written since it began. `key` names
   * all that the answer depends on beside the tables, a day included. Nobody may change what is handed out.
   */
  get(key: string, read: () => Promise<Value>): Promise<Value> {
    const { changes, tables } = this.#options;
    if (changes === null) return read();
    const stamp = changes.stampOf(tables);
    const known = this.#byKey.get(key);
    const isKnown = known?.stamp === stamp;
    count("blockbuilders.cache.reads", {
      cache: "lists",
      outcome: isKnown ? "hit" : "miss",
    });
    if (isKnown) {
      this.#byKey.delete(key);
      this.#byKey.set(key, known);
      return known.value;
    }
    this.#forget(key, known);
    const kept: Kept<Value> = { stamp, value: read(), size: 0 };
    this.#byKey.set(key, kept);
    kept.value.then(
      (value) => this.#weigh(key, kept, value),
      // Who asks hears of it; the next one asks the database again.
      () => this.#forget(key, kept),
    );
    return kept.value;
  }

  #weigh(key: string, kept: Kept<Value>, value: Value): void {
    if (this.#byKey.get(key) !== kept) return;
    const { most, sizeOf = () => 1 } = this.#options;
    kept.size = sizeOf(value);
    this.#size += kept.size;
    for (const [oldest, entry] of this.#byKey) {
      if (this.#size <= most) break;
      this.#forget(oldest, entry);
    }
  }

  #forget(key: string, kept: Kept<Value> | undefined): void {
    if (kept === undefined || this.#byKey.get(key) !== kept) return;
    this.#byKey.delete(key);
    this.#size -= kept.size;
  }
}
