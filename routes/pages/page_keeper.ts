/** Whole pages, kept while what they show is the very same: lists that the services keep until something is written. */

export interface Keep {
  /** All that the content shows. While these are the same objects the page is the same, so nobody may change them. */
  readonly shows: readonly object[];
  /** An id in the page that every answer has anew: the page is kept around it. */
  readonly once: string;
}

interface KeptPage {
  readonly shows: readonly object[];
  /** What stands before, between and behind the id. */
  readonly pieces: readonly Uint8Array[];
}

export class PageKeeper {
  readonly #byKey = new Map<string, KeptPage>();
  readonly #encoder = new TextEncoder();

  /** @param most how many pages are kept, the last used ones */
  constructor(private readonly most: number) {}

  /** The page of `key`, drawn again when it shows something else. `key` names all that it depends on beside `keep`. */
  async get(
    key: string,
    { shows, once }: Keep,
    draw: () => Promise<string>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.#byKey.get(key);
    const isSame = known !== undefined && known.shows.length === shows.length &&
      known.shows.every((object, i) => object === shows[i]);
    const pieces = isSame
      ? known.pieces
      : (await draw()).split(once).map((piece) => this.#encoder.encode(piece));
    this.#byKey.delete(key);
    this.#byKey.set(key, { shows, pieces });
    for (const oldest of this.#byKey.keys()) {
      if (this.#byKey.size <= this.most) break;
      this.#byKey.delete(oldest);
    }
    return joined(pieces, this.#encoder.encode(once));
  }
}

function joined(pieces: readonly Uint8Array[], between: Uint8Array): Uint8Array<ArrayBuffer> {
  const length = pieces.reduce(
    (sum, piece) => sum + piece.length + between.length,
    -between.length,
  );
  const bytes = new Uint8Array(length);
  let at = 0;
  pieces.forEach((piece, i) => {
    if (i > 0) {
      bytes.set(between, at);
      at += between.length;
    }
    bytes.set(piece, at);
    at += piece.length;
  });
  return bytes;
}
