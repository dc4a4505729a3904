/**
 * Phrases as text. Phrases that several others speak of are the same object there; written out each time, a strategy of twenty
 * blocks could fill a library. What would grow too long is said once and called by a letter.
 */
import type { Phrase } from "../blocks/definition.ts";

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
/** What is shorter is said again rather than given a letter. */
const SHORTEST_NAMED = 24;

type BlockPhrase = Exclude<Phrase, string>;

/** A phrase with what hangs on its words alone, not on whose block says them: the same for all that read the same. */
interface Wording {
  readonly phrase: BlockPhrase;
  /** Characters, written out. */
  readonly length: number;
  /** How many phrases and sentences have it as a part. */
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
    if (wording.mentions < 2 || wording.length < SHORTEST_NAMED) return null;
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
  readonly #byWords = new Map<string, Wording>();
  readonly #numbers = new Map<Wording, number>();

  of(phrase: BlockPhrase): Wording {
    const known = this.#byPhrase.get(phrase);
    if (known) return known;
    const parts = phrase.parts.map((part) => typeof part === "string" ? part : this.of(part));
    const words = JSON.stringify(
      parts.map((part) => typeof part === "string" ? part : this.#numbers.get(part)),
    );
    let wording = this.#byWords.get(words);
    if (!wording) {
      wording = { phrase, length: this.#length(parts), mentions: 0, name: null };
      this.#byWords.set(words, wording);
      this.#numbers.set(wording, this.#numbers.size);
      for (const part of parts) if (typeof part !== "string") part.mentions++;
    }
    this.#byPhrase.set(phrase, wording);
    return wording;
  }

  /** Length of a sentence; counts as a mention of its phrases. */
  lengthOf(sentence: readonly Phrase[]): number {
    const parts = sentence.map((part) => typeof part === "string" ? part : this.of(part));
    for (const part of parts) if (typeof part !== "string") part.mentions++;
    return this.#length(parts);
  }

  #length(parts: readonly (string | Wording)[]): number {
    return parts.reduce((sum, { length }) => sum + length, 0);
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
