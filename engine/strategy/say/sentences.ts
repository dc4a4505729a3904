/** What a text says, sentence by sentence: when it buys, when it sells, how much. */
import { PATTERNS } from "./patterns.ts";
import { type Expected, type PhraseNode, PhraseParser } from "./parser.ts";
import { type Token, tokenize } from "./tokens.ts";

/** What was read: a block with a role each, and where the reading stopped. */
export interface ReadText {
  readonly tokens: readonly Token[];
  readonly roles: readonly PhraseNode[];
  readonly stops: readonly Stop[];
  /** What could come after the last token. */
  readonly after: readonly Expected[];
}

/** Where a sentence could not be read on, and what could have stood there. */
export interface Stop {
  readonly token: number;
  readonly expected: readonly Expected[];
  /** Something said twice that there can be once. */
  readonly twice?: string;
}

const BEGINS_SELLING = ["sell", "exit", "get out", "close position"];
export const SELLING: ReadonlySet<string> = new Set([
  "exit",
  "stop_loss",
  "trailing_stop",
  "take_profit",
  "time_exit",
]);
const SENTENCE_ENDS = [".", ";", "!"];
const BETWEEN = [",", "and", "or", "with", "then", "also"];
const JOINS = ["and", "or", "with"];

/** What the reading of a strategy says where nothing is set. It sets nothing. */
const SAYS_NOTHING = [
  "hold until end",
  "it never buys : there is no entry signal yet",
  "each trade uses all of balance",
];

const ROLE_PATTERNS = PATTERNS.filter(({ definition }) => definition.role !== undefined);
const STANDS_FOR = /\b([A-Z]\d*) stands for:/g;

/** Reads a text as far as it goes; a sentence that cannot be read is left out, and the next one begun. */
export function readText(text: string, splitLists = false): ReadText {
  const names = new Set([...text.matchAll(STANDS_FOR)].map(([, name]) => name!));
  const tokens = tokenize(text, { names, splitLists });
  return new TextReader(tokens, text, names).read();
}

class TextReader {
  readonly #parser: PhraseParser;
  readonly #roles: PhraseNode[] = [];
  readonly #stops: Stop[] = [];
  #at = 0;

  constructor(
    private readonly tokens: readonly Token[],
    text: string,
    names: ReadonlySet<string>,
  ) {
    this.#parser = new PhraseParser(tokens, text, definitionsOf(tokens, text, names));
  }

  read(): ReadText {
    let selling = false;
    while (this.#skipSeparators()) {
      if (this.#atSentence()) selling = false;
      const begun = this.#words(...BEGINS_SELLING);
      if (begun) selling = true;
      if (this.#saysNothing() || this.#explainsName() || this.#role(selling)) continue;
      this.#giveUp();
      selling = false;
    }
    // What could begin here is noted by trying.
    if (this.tokens.length === 0 || this.#atEnd(this.#at - 1)) {
      this.#words(...BEGINS_SELLING);
      this.#role(selling);
    }
    const { furthest, expected } = this.#parser;
    const { length } = this.tokens;
    const open = this.#stops.filter(({ token }) => token === length)
      .flatMap((stop) => stop.expected);
    return {
      tokens: this.tokens,
      roles: this.#roles,
      stops: this.#stops,
      after: [...open, ...(furthest === length ? expected : [])],
    };
  }

  /** Goes to the next clause; `false` at the end of the text. */
  #skipSeparators(): boolean {
    let joins: number | null = null;
    for (; this.#at < this.tokens.length; this.#at++) {
      const { text } = this.tokens[this.#at]!;
      const ends = SENTENCE_ENDS.includes(text);
      // "rsi < 30 and." goes on with nothing.
      if (ends && joins !== null) this.#stops.push(goesOn(this.#at));
      if (!ends && !BETWEEN.includes(text)) return true;
      joins = JOINS.includes(text) ? this.#at : null;
    }
    if (joins !== null) this.#stops.push(goesOn(this.#at));
    return false;
  }

  #atSentence(): boolean {
    return SENTENCE_ENDS.includes(this.tokens[this.#at - 1]?.text ?? ".");
  }

  #atEnd(at: number): boolean {
    const text = this.tokens[at]?.text;
    return text === undefined || SENTENCE_ENDS.includes(text) || BETWEEN.includes(text) ||
      this.#parser.words(at, ...BEGINS_SELLING) !== null || this.#beginsRole(at);
  }

  /** Whether a clause begins here without a comma before it. */
  #beginsRole(at: number): boolean {
    return ROLE_PATTERNS.some(({ items: [first] }) =>
      first?.kind === "words" &&
      first.options.some((option) => option.every((word, k) => this.tokens[at + k]?.text === word))
    );
  }

  #words(...options: readonly string[]): boolean {
    const end = this.#parser.words(this.#at, ...options);
    if (end === null) {
      for (const option of options) this.#parser.expect(this.#at, { words: option });
      return false;
    }
    this.#at = end;
    return true;
  }

  #saysNothing(): boolean {
    const end = this.#parser.words(this.#at, ...SAYS_NOTHING);
    if (end === null || !this.#atEnd(end)) return false;
    this.#at = end;
    return true;
  }

  /** "A stands for: …": read where it is spoken of; here only passed over. */
  #explainsName(): boolean {
    const colon = this.#colonAfterName();
    if (colon === null) return false;
    for (const kind of ["series", "signal"] as const) {
      const found = this.#parser.phrase(kind, colon + 1);
      if (found && this.#atEnd(found.end)) {
        this.#at = found.end;
        return true;
      }
    }
    return false;
  }

  #colonAfterName(): number | null {
    for (const length of [1, 2]) {
      const end = this.#parser.words(this.#at + length, "stands for :");
      if (end !== null) return end - 1;
    }
    return null;
  }

  #role(selling: boolean): boolean {
    let best: { node: PhraseNode; end: number } | null = null;
    for (const pattern of ROLE_PATTERNS) {
      const { kind } = pattern.definition.role!;
      // "when …" alone is a way to sell only after "Sell".
      if (selling !== SELLING.has(kind) && (selling || kind === "exit")) continue;
      const found = this.#parser.match(pattern, this.#at);
      if (found && this.#atEnd(found.end) && (!best || found.end > best.end)) best = found;
    }
    if (!best) return false;
    const { node, end } = best;
    const { role, name } = node.pattern.definition;
    if (this.#roles.some(({ pattern }) => pattern.definition.role!.kind === role!.kind)) {
      this.#stops.push({ token: this.#at, expected: [], twice: name });
    } else this.#roles.push(node);
    this.#at = end;
    return true;
  }

  /** Notes where it could not go on, and goes to the next sentence. */
  #giveUp(): void {
    const { furthest, expected } = this.#parser;
    const token = Math.max(furthest, this.#at);
    this.#stops.push({ token, expected: furthest >= this.#at ? expected : [] });
    this.#at = token;
    while (
      this.#at < this.tokens.length && !SENTENCE_ENDS.includes(this.tokens[this.#at]!.text)
    ) this.#at++;
    this.#parser.forgetFurthest(this.#at);
  }
}

function goesOn(token: number): Stop {
  return { token, expected: [{ thing: "signal" }] };
}

/** Where the phrase begins that each name stands for. */
function definitionsOf(
  tokens: readonly Token[],
  text: string,
  names: ReadonlySet<string>,
): Map<string, number> {
  const definitions = new Map<string, number>();
  tokens.forEach((token, k) => {
    const words = ["stands", "for", ":"];
    for (const length of [1, 2]) {
      if (!words.every((word, n) => tokens[k + length + n]?.text === word)) continue;
      const name = text.slice(token.start, tokens[k + length - 1]!.end);
      if (names.has(name)) definitions.set(name, k + length + words.length);
    }
  });
  return definitions;
}
