/** Sentences as tokens: words in lower case, numbers, signs. Articles carry no meaning and are left out. */

export interface Token {
  /** What it is compared by: lower case, one spelling of each sign. */
  readonly text: string;
  /** Of a number, its value. */
  readonly value?: number;
  /** Where it stands, in characters of the text. */
  readonly start: number;
  readonly end: number;
}

export interface TokenOptions {
  /** Names of phrases that are explained elsewhere ("A stands for: …"); they are no articles. */
  readonly names?: ReadonlySet<string>;
  /** Reads `12,100` within brackets as two numbers, not as twelve thousand one hundred. */
  readonly splitLists?: boolean;
}

const ARTICLES = new Set(["the", "a", "an"]);

const SIGNS: Readonly<Record<string, string>> = {
  "−": "-",
  "–": "-",
  "—": "-",
  "≥": ">=",
  "≤": "<=",
  "=>": ">=",
  "=<": "<=",
  "×": "*",
  "÷": "/",
  "·": "*",
  "&&": "&",
  "||": "|",
  "\n": ".",
};

const GROUPED = /^\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?(?:e[+-]?\d+)?/i;
const NUMBER = /^(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?/i;
const DECIMAL_COMMA = /^\d+,\d{1,2}(?![\d,])/;
const WORD = /^[\p{L}_]+/u;
const SIGN = /^(?:>=|<=|=>|=<|&&|\|\||[^\s])/u;

/** Splits a text; every character is either part of a token or a space. */
export function tokenize(text: string, options: TokenOptions = {}): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const space = /^(?:[^\S\n]+|\r)/.exec(rest)?.[0];
    if (space) {
      at += space.length;
      continue;
    }
    const token = numberAt(rest, at, depth > 0, options) ?? wordAt(rest, at) ?? signAt(rest, at);
    at = token.end;
    if (token.text === "(") depth++;
    if (token.text === ")") depth = Math.max(0, depth - 1);
    const raw = text.slice(token.start, token.end);
    if (ARTICLES.has(token.text) && !options.names?.has(raw)) continue;
    tokens.push(token);
  }
  return tokens;
}

function numberAt(
  rest: string,
  start: number,
  inBrackets: boolean,
  { splitLists = false }: TokenOptions,
): Token | null {
  const grouped = inBrackets && splitLists ? null : GROUPED.exec(rest)?.[0];
  const decimal = inBrackets ? null : DECIMAL_COMMA.exec(rest)?.[0];
  const found = grouped ?? decimal ?? NUMBER.exec(rest)?.[0];
  if (found === undefined) return null;
  const text = decimal && !grouped ? found.replace(",", ".") : found.replaceAll(",", "");
  const value = Number(text);
  // The engine computes with finite numbers only; a longer one is no number here.
  return Number.isFinite(value) ? { text, value, start, end: start + found.length } : null;
}

function wordAt(rest: string, start: number): Token | null {
  const found = WORD.exec(rest)?.[0];
  return found ? { text: found.toLowerCase(), start, end: start + found.length } : null;
}

function signAt(rest: string, start: number): Token {
  const found = SIGN.exec(rest)?.[0] ?? rest[0]!;
  return { text: SIGNS[found] ?? found, start, end: start + found.length };
}
