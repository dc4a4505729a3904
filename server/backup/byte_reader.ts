/** Reads a stream in pieces of chosen sizes. */

export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #rest: Uint8Array = new Uint8Array();

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next bytes: `size` of them, or as many as there still are. */
  async read(size: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(size);
    let filled = 0;
    while (filled < size) {
      if (this.#rest.byteLength === 0) {
        const { value, done } = await this.#source.next();
        if (done) return bytes.slice(0, filled);
        this.#rest = value;
        continue;
      }
      const piece = this.#rest.subarray(0, size - filled);
      bytes.set(piece, filled);
      filled += piece.byteLength;
      this.#rest = this.#rest.subarray(piece.byteLength);
    }
    return bytes;
  }

  /** All that was not read. */
  async *remaining(): AsyncGenerator<Uint8Array> {
    if (this.#rest.byteLength > 0) yield this.#rest;
    this.#rest = new Uint8Array();
    for (;;) {
      const { value, done } = await this.#source.next();
      if (done) return;
      yield value;
    }
  }

  /** Ends the source before its end. */
  async cancel(): Promise<void> {
    await this.#source.return?.();
  }
}
