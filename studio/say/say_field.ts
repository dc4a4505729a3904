/** A field in which a strategy, or one condition, is written in words. What the words mean is read while they are written. */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Grammar } from "./grammar.ts";
import type { SaidCondition } from "./said_condition.ts";
import type { StrategyDocument } from "../../engine/mod.ts";

/** A stretch that is not understood, in characters of the text. */
export interface SayProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** Words that would be understood in its place. */
  readonly suggestions: readonly string[];
  /** The text ends here and may go on: nothing to underline while somebody writes. */
  readonly isOpenEnd: boolean;
}

/** What the words come to. */
export type SayReading =
  | { readonly kind: "empty" | "waiting" }
  | { readonly kind: "problems"; readonly problems: readonly SayProblem[] }
  | { readonly kind: "strategy"; readonly document: StrategyDocument }
  | { readonly kind: "condition"; readonly condition: SaidCondition };

/** Words to go on with, in place of a stretch of the text. */
export interface SayOffer {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A piece of the text as it is drawn below the letters. */
export interface SayPiece {
  readonly text: string;
  readonly problem: SayProblem | null;
}

/** A condition is completed as if it stood here. */
const BEFORE_CONDITION = "Buy when ";
/** A longer text takes long enough to read that it is not completed at every letter. */
const LONGEST_COMPLETED = 4_000;

export class SayField {
  readonly text: Signal<string>;
  /** Where the next letter goes, in characters. */
  readonly caret: Signal<number>;
  readonly grammar: Signal<Grammar | null> = signal(null);
  /** The grammar could not be loaded. */
  readonly broken: Signal<boolean> = signal(false);
  /** Which of the offers Enter takes; `-1` while none is chosen. */
  readonly active: Signal<number> = signal(-1);
  /** Offers are shown while somebody writes, until Escape. */
  readonly offering: Signal<boolean> = signal(false);
  readonly reading: ReadonlySignal<SayReading>;
  readonly #read: ReadonlySignal<SayReading>;
  readonly offers: ReadonlySignal<readonly SayOffer[]>;
  readonly pieces: ReadonlySignal<readonly SayPiece[]>;

  constructor(readonly kind: "strategy" | "condition", initial = "") {
    this.text = signal(initial);
    this.caret = signal(initial.length);
    this.#read = computed(() => this.#readText());
    this.reading = computed(() => this.#withoutBegun());
    this.offers = computed(() => this.#offers());
    this.pieces = computed(() => this.#pieces());
  }

  /** Somebody wrote: the text as it stands now, and the caret in it. */
  type(text: string, caret: number): void {
    batch(() => {
      this.text.value = text;
      this.caret.value = caret;
      // A word that has been begun is completed by Enter; after a space Enter and Tab do what they always do.
      this.active.value = /[\p{L}%]$/u.test(text.slice(0, caret)) ? 0 : -1;
      this.offering.value = true;
    });
  }

  /** The caret was moved without a letter. */
  moveTo(caret: number): void {
    if (caret === this.caret.peek()) return;
    batch(() => {
      this.caret.value = caret;
      this.offering.value = false;
    });
  }

  /** What an offer puts in place of its stretch, with the spaces that keep words apart. */
  insertion({ start, end, text: words }: SayOffer): SayOffer {
    const text = this.text.peek();
    const before = /[^\s(]$/.test(text.slice(0, start)) && /^[\p{L}\d]/u.test(words) ? " " : "";
    const rest = text.slice(end);
    const after = rest === "" || /^[\p{L}\d]/u.test(rest) ? " " : "";
    return { start, end, text: `${before}${words}${after}` };
  }

  /** Puts other words in place of a stretch; the caret goes behind them. */
  replace(offer: SayOffer): void {
    const { start, end, text: words } = this.insertion(offer);
    const text = this.text.peek();
    this.type(`${text.slice(0, start)}${words}${text.slice(end)}`, start + words.length);
  }

  /** Chooses the next or the previous offer. */
  step(by: 1 | -1): void {
    const count = this.offers.peek().length;
    const from = this.active.peek() < 0 && by < 0 ? 0 : this.active.peek();
    if (count > 0) this.active.value = (from + by + count) % count;
  }

  /** A word at the caret may still become one that is known. */
  #withoutBegun(): SayReading {
    const reading = this.#read.value;
    if (reading.kind !== "problems" || !this.offering.value) return reading;
    const caret = this.caret.value;
    const text = this.text.value;
    const isWord = /[\p{L}\d%]/u.test(text[caret - 1] ?? "") &&
      !/[\p{L}\d]/u.test(text[caret] ?? "");
    if (!isWord) return reading;
    return {
      kind: "problems",
      problems: reading.problems.map((problem) =>
        problem.end === caret ? { ...problem, isOpenEnd: true } : problem
      ),
    };
  }

  #readText(): SayReading {
    const text = this.text.value;
    const grammar = this.grammar.value;
    if (text.trim() === "") return { kind: "empty" };
    if (!grammar) return { kind: "waiting" };
    const open = text.trimEnd().length;
    if (this.kind === "strategy") {
      const read = grammar.readSentences(text);
      return read.ok
        ? { kind: "strategy", document: read.document }
        : { kind: "problems", problems: read.problems.map((each) => withEnd(each, open)) };
    }
    const read = grammar.readCondition(text);
    return read.ok
      ? { kind: "condition", condition: read }
      : { kind: "problems", problems: read.problems.map((each) => withEnd(each, open)) };
  }

  #offers(): readonly SayOffer[] {
    const grammar = this.grammar.value;
    const text = this.text.value;
    const caret = this.caret.value;
    if (!grammar || !this.offering.value || text.length > LONGEST_COMPLETED) return [];
    // In the middle of a word nothing is offered: what follows would be left behind. Nor right behind a number or a bracket.
    if (/[\p{L}\d]/u.test(text[caret] ?? "") || /[\d)]/.test(text[caret - 1] ?? "")) return [];
    if (this.kind === "strategy") return grammar.completionsAt(text, caret);
    const shift = BEFORE_CONDITION.length;
    return grammar.completionsAt(BEFORE_CONDITION + text, caret + shift)
      .filter((offer) => offer.start >= shift && !/^[.,]/.test(offer.text))
      .map(({ start, end, ...offer }) => ({ ...offer, start: start - shift, end: end - shift }));
  }

  #pieces(): readonly SayPiece[] {
    const text = this.text.value;
    const reading = this.reading.value;
    if (reading.kind !== "problems") return [{ text, problem: null }];
    const pieces: SayPiece[] = [];
    let at = 0;
    for (const problem of [...reading.problems].sort((a, b) => a.start - b.start)) {
      if (problem.isOpenEnd || problem.start < at || problem.end <= problem.start) continue;
      if (problem.start > at) pieces.push({ text: text.slice(at, problem.start), problem: null });
      pieces.push({ text: text.slice(problem.start, problem.end), problem });
      at = problem.end;
    }
    pieces.push({ text: text.slice(at), problem: null });
    return pieces;
  }
}

/** A whole text that lacks something, or ends too early, is not wrong where it stands. */
function withEnd(
  problem: Omit<SayProblem, "isOpenEnd">,
  length: number,
): SayProblem {
  const isWhole = problem.start === 0 && problem.end >= length;
  return {
    ...problem,
    isOpenEnd: problem.start >= length || isWhole && problem.suggestions.includes("Buy when "),
  };
}
