/** A strategy from sentences: the other direction of `describeStrategy`. */
import { compileStrategy } from "../compile.ts";
import type { PhraseLink } from "../phrase_text.ts";
import type { PortReference, StrategyDocument } from "../document.ts";
import { buildDocument, type BuiltDocument } from "./build.ts";
import { type PhraseNode, PhraseParser } from "./parser.ts";
import { problemAt, type SentenceProblem } from "./problems.ts";
import { type ReadText, readText } from "./sentences.ts";
import { type Token, tokenize } from "./tokens.ts";

export type SentenceResult =
  | {
    readonly ok: true;
    readonly document: StrategyDocument;
    /** Which stretch of the text each block was read from. */
    readonly links: readonly PhraseLink[];
  }
  | { readonly ok: false; readonly problems: readonly SentenceProblem[] };

export type ConditionResult =
  | { readonly ok: true; readonly document: StrategyDocument; readonly signal: PortReference }
  | { readonly ok: false; readonly problems: readonly SentenceProblem[] };

/** Characters of a text that is read; a strategy of 200 blocks needs a fraction of it. */
const LONGEST_TEXT = 64 * 1024;

/**
 * Makes the strategy that a text describes, in the words of `describeStrategy` or in words close to them.
 *
 * @returns the document, or every stretch that is not understood with what was expected there; it never throws
 */
export function readSentences(text: string): SentenceResult {
  if (text.length > LONGEST_TEXT) {
    return failed({
      start: 0,
      end: text.length,
      message: "The text is too long.",
      suggestions: [],
    });
  }
  const read = eitherWay(text, (split) => readText(text, split), ({ stops }) => stops.length === 0);
  if (read.stops.length > 0) {
    return failed(...read.stops.map((stop) => problemAt(stop, read.tokens, text)));
  }
  if (!read.roles.some(({ pattern }) => pattern.definition.role?.kind === "entry")) {
    return failed({
      start: 0,
      end: text.length,
      message: "It does not say when to buy. Begin with “Buy when …”.",
      suggestions: ["Buy when "],
    });
  }
  const built = buildDocument(read.roles);
  const problems = faultsOf(built, read.tokens);
  if (problems.length > 0) return failed(...problems);
  return { ok: true, document: built.document, links: linksOf(built, read) };
}

/**
 * Makes the blocks of one condition: `rsi < 30`, `close crosses sma 200`.
 *
 * @returns blocks and wires without a signal block, and the output that says whether it is met
 */
export function readCondition(text: string): ConditionResult {
  if (text.length > LONGEST_TEXT) {
    return failed({
      start: 0,
      end: text.length,
      message: "The text is too long.",
      suggestions: [],
    });
  }
  const read = eitherWay(text, (splitLists) => {
    const tokens = tokenize(text, { splitLists });
    const parser = new PhraseParser(tokens, text);
    const found = parser.phrase("signal", 0);
    return { tokens, parser, node: found?.end === tokens.length ? found.node : null };
  }, ({ node }) => node !== null);
  if (!read.node) {
    const { furthest, expected } = read.parser;
    return failed(problemAt({ token: furthest, expected }, read.tokens, text));
  }
  const built = buildDocument([read.node]);
  const problems = faultsOf(built, read.tokens);
  if (problems.length > 0) return failed(...problems);
  return { ok: true, document: built.document, signal: built.outputs[0]! };
}

function failed(...problems: SentenceProblem[]): { ok: false; problems: SentenceProblem[] } {
  return { ok: false, problems };
}

/** "MACD(12,100,9)" is three numbers, "SMA(1,000)" is one: the first way that can be read. */
function eitherWay<T>(
  text: string,
  read: (split: boolean) => T,
  isGood: (result: T) => boolean,
): T {
  const first = read(false);
  if (isGood(first) || !/\d,\d{3}/.test(text)) return first;
  const second = read(true);
  return isGood(second) ? second : first;
}

/** Numbers out of range and the like, where they are said. */
function faultsOf(
  { document, nodeOf }: BuiltDocument,
  tokens: readonly Token[],
): SentenceProblem[] {
  const compiled = compileStrategy(document);
  if (compiled.ok) return [];
  return compiled.faults.filter(({ code }) => code !== "no_entry")
    .map(({ block_id, param, message }) => {
      const node = block_id === null ? undefined : nodeOf.get(block_id);
      const [from, to] = (param !== null && node?.paramTokens[param]) ||
        [node?.from ?? 0, node?.to ?? tokens.length];
      return { ...charactersOf(tokens, from, to), message, suggestions: [] };
    });
}

function charactersOf(
  tokens: readonly Token[],
  from: number,
  to: number,
): { start: number; end: number } {
  return { start: tokens[from]?.start ?? 0, end: tokens[to - 1]?.end ?? 0 };
}

function linksOf({ nodeOf }: BuiltDocument, { tokens }: ReadText): PhraseLink[] {
  return [...nodeOf].map(([block_id, { from, to }]: [string, PhraseNode]) => ({
    ...charactersOf(tokens, from, to),
    block_id,
  })).sort((a, b) => a.start - b.start || b.end - a.end);
}
