/** What was read from the database and is still so, kept for who asks next. */
import type { Changes, TableName } from "./changes.ts";

export interface KeptReadsOptions {
  /** What is written to the tables that are read; `null` where others write too: then nothing is kept. */
  readonly changes: Changes | null;
  /** Every table that the answers depend on, those included that they vanish with. */
  readonly tables: readonly TableName[];
  /** So many answers are kept, the last used ones. */
  readonly most: number;
}

interface Kept<Value> {
  readonly stamp: number;
  readonly value: Promise<Value>;
}

export class KeptReads<Value> {
  readonly #options: KeptReadsOptions;
  readonly #byKey = new Map<string, Kept<Value>>();

  constructor(options: KeptReadsOptions) {
    this.#options = options;
  }

  /**
   * The answer to `key` as it is now: what `read` gives, or gave while nothing has been written since it began. `key` names
   * all that the answer depends on beside the tables, a day included. Nobody may change what is handed out.
   */
  get(key: string, read: () => Promise<Value>): Promise<Value> {
    const { changes, tables, most } = this.#options;
    if (changes === null) return read();
    const stamp = changes.stampOf(tables);
    const known = this.#byKey.get(key);
    this.#byKey.delete(key);
    const kept = known?.stamp === stamp ? known : { stamp, value: read() };
    this.#byKey.set(key, kept);
    // Who asks hears of it; the next one asks the database again.
    kept.value.catch(() => {
      if (this.#byKey.get(key) === kept) this.#byKey.delete(key);
    });
    for (const oldest of this.#byKey.keys()) {
      if (this.#byKey.size <= most) break;
      this.#byKey.delete(oldest);
    }
    return kept.value;
  }
}
