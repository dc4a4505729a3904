/**
 * Phrases as text. Phrases that several others speak of are the same object there; written out each time, a strategy of twenty
 * blocks could fill a library. What would grow too long is said once and called by a letter.
 */
import { type Phrase, SOURCE_WORDS } from "../blocks/definition/definition.ts";

/** A stretch of a sentence that speaks of a block. */
export interface PhraseLink {
  readonly start: number;
  readonly end: number;
  readonly block_id: string;
}

export interface DescribedSentence {
  readonly text: string;
  /** Outer phrases before the ones within them. */
  readonly links: readonly PhraseLink[];
}

/** Above this many characters, letters stand for what is said more than once. */
const LONGEST_TEXT = 1200;
/**
 * What is no longer is said again rather than given a letter. The words of a source are among it: whether they come from a wire
 * or from a parameter must not show.
 */
const LONGEST_REPEATED = Math.max(...Object.values(SOURCE_WORDS).map(({ length }) => length));

type BlockPhrase = Exclude<Phrase, string>;

/** A phrase with what depends on its words alone, not on the block they come from: the same for all that read the same. */
interface Wording {
  readonly phrase: BlockPhrase;
  /** Characters, written out. */
  readonly length: number;
  /** Text, and longer wordings within it by their numbers. */
  readonly pieces: readonly (string | number)[];
  readonly number: number;
  /** How many wordings and sentences have it as a part. */
  mentions: number;
  /** The letter that stands for it. */
  name: string | null;
}

/** Writes sentences down, followed by one for each letter used. */
export function writeSentences(sentences: readonly (readonly Phrase[])[]): DescribedSentence[] {
  const wordings = new Wordings();
  const length = sentences.reduce((sum, parts) => sum + wordings.lengthOf(parts), 0);
  if (length <= LONGEST_TEXT) return sentences.map((parts) => write(parts, () => null));

  const named: Wording[] = [];
  const nameOf = (phrase: BlockPhrase): string | null => {
    const wording = wordings.of(phrase);
    if (wording.mentions < 2 || wording.length <= LONGEST_REPEATED) return null;
    if (wording.name === null) {
      wording.name = letter(named.length);
      named.push(wording);
    }
    return wording.name;
  };
  const written = sentences.map((parts) => write(parts, nameOf));
  // A sentence for a letter may bring in further letters.
  for (let k = 0; k < named.length; k++) {
    const { name, phrase } = named[k]!;
    const meaning = { block_id: phrase.block_id, parts: [`${name} stands for: `, ...phrase.parts] };
    written.push(write([meaning, "."], (other) => other === meaning ? null : nameOf(other)));
  }
  return written;
}

/** A, B … Z, A2, B2 … */
function letter(index: number): string {
  const round = Math.floor(index / 26);
  return String.fromCharCode(65 + index % 26) + (round === 0 ? "" : String(round + 1));
}

class Wordings {
  readonly #byPhrase = new Map<BlockPhrase, Wording>();
  readonly #byPieces = new Map<string, Wording>();
  readonly #all: Wording[] = [];

  of(phrase: BlockPhrase): Wording {
    const known = this.#byPhrase.get(phrase);
    if (known) return known;
    const pieces = this.#pieces(phrase.parts);
    const key = JSON.stringify(pieces);
    let wording = this.#byPieces.get(key);
    if (!wording) {
      const number = this.#all.length;
      const length = this.#length(pieces);
      wording = { phrase, length, pieces, number, mentions: 0, name: null };
      this.#byPieces.set(key, wording);
      this.#all.push(wording);
      this.#mention(pieces);
    }
    this.#byPhrase.set(phrase, wording);
    return wording;
  }

  /** Length of a sentence; counts as a mention of its phrases. */
  lengthOf(sentence: readonly Phrase[]): number {
    const pieces = this.#pieces(sentence);
    this.#mention(pieces);
    return this.#length(pieces);
  }

  /** The text of parts, what is short within them written out. */
  #pieces(parts: readonly Phrase[]): (string | number)[] {
    const pieces: (string | number)[] = [];
    const add = (piece: string | number) => {
      const last = pieces.at(-1);
      if (typeof piece === "string" && typeof last === "string") {
        pieces[pieces.length - 1] = last + piece;
      } else pieces.push(piece);
    };
    for (const part of parts) {
      if (typeof part === "string") add(part);
      else {
        const wording = this.of(part);
        if (wording.length <= LONGEST_REPEATED) wording.pieces.forEach(add);
        else add(wording.number);
      }
    }
    return pieces;
  }

  #mention(pieces: readonly (string | number)[]): void {
    for (const piece of pieces) if (typeof piece === "number") this.#all[piece]!.mentions++;
  }

  #length(pieces: readonly (string | number)[]): number {
    return pieces.reduce<number>(
      (sum, piece) => sum + (typeof piece === "number" ? this.#all[piece]! : piece).length,
      0,
    );
  }
}

/** One sentence. `nameOf` gives what is written in place of a phrase, `null` to write it out. */
function write(
  parts: readonly Phrase[],
  nameOf: (phrase: BlockPhrase) => string | null,
): DescribedSentence {
  let text = "";
  const links: PhraseLink[] = [];
  const add = (phrase: Phrase) => {
    if (typeof phrase === "string") {
      text += phrase;
      return;
    }
    const start = text.length;
    const place = links.push({ start, end: start, block_id: phrase.block_id }) - 1;
    const name = nameOf(phrase);
    if (name !== null) text += name;
    else for (const part of phrase.parts) add(part);
    links[place] = { start, end: text.length, block_id: phrase.block_id };
  };
  for (const part of parts) add(part);
  // What is missing at the end of a sentence ends it.
  return { text: text.replace(/…\.$/, "…"), links };
}
