/** Values that took work to make, by name, up to a number of bytes; what was used longest ago goes first. */
export class ByteCache<T> {
  readonly #entries = new Map<string, { readonly value: T; readonly bytes: number }>();
  #bytes = 0;

  constructor(private readonly mostBytes: number) {}

  /** How much is kept, bytes. */
  get bytes(): number {
    return this.#bytes;
  }

  get(name: string): T | undefined {
    const entry = this.#entries.get(name);
    if (!entry) return undefined;
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    return entry.value;
  }

  /** Keeps `value`, unless it is larger than all there is room for. */
  set(name: string, value: T, bytes: number): void {
    this.delete(name);
    if (bytes > this.mostBytes) return;
    this.#entries.set(name, { value, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#bytes <= this.mostBytes) break;
      this.delete(oldest);
    }
  }

  delete(name: string): void {
    const entry = this.#entries.get(name);
    if (!entry) return;
    this.#bytes -= entry.bytes;
    this.#entries.delete(name);
  }
}
