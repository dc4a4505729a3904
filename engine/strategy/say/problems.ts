/** What a text says that cannot be understood: where, what was expected, and the nearest words. */
import { PATTERNS, writtenFrom } from "./patterns.ts";
import type { Expected } from "./parser.ts";
import type { Stop } from "./sentences.ts";
import type { Token } from "./tokens.ts";

/** A stretch of the text that is not understood. */
export interface SentenceProblem {
  /** In characters of the text; `end` is after the last. */
  readonly start: number;
  readonly end: number;
  readonly message: string;
  /** Words that would be understood in its place, the nearest first. */
  readonly suggestions: readonly string[];
}

const THINGS: Readonly<Record<string, string>> = {
  series: "a value, such as RSI(14), the close or 30",
  signal: "a condition, such as RSI(14) is below 30",
  number: "a number",
  days: "a day, such as Monday",
};

const MOST_NAMED = 4;

/** Says what is wrong where the reading stopped. */
export function problemAt(
  { token: place, expected, twice }: Stop,
  tokens: readonly Token[],
  text: string,
): SentenceProblem {
  const token = tokens[place];
  const last = tokens[place - 1]?.end ?? 0;
  const [start, end] = token ? [token.start, token.end] : [last, Math.max(last, text.length)];
  const raw = token ? text.slice(token.start, token.end) : "";
  if (twice !== undefined) {
    return problem(start, end, `${twice} is set twice. Say it once.`, []);
  }
  const words = expected.flatMap(({ words }) => words ?? []);
  const isWord = token !== undefined && token.value === undefined && /^\p{L}/u.test(token.text);
  const firstWords = words.map((run) => run.split(" ")[0]!);
  const near = isWord ? nearest(token.text, [...firstWords, ...vocabularyOf(expected)]) : [];
  if (isWord && !KNOWN_WORDS.has(token.text)) {
    const hint = near[0] === undefined ? "" : `; did you mean ${near[0]}?`;
    return problem(
      start,
      end,
      `“${raw}” is not known${hint || "."}${hint ? "" : expectedText(expected)}`,
      near,
    );
  }
  const said = raw === "" ? "The sentence ends too early." : `“${raw}” is not understood here.`;
  return problem(
    start,
    end,
    `${said}${expectedText(expected)}`,
    near.length > 0 ? near : words.filter((run) => !isOfSeries(run)),
  );
}

function problem(
  start: number,
  end: number,
  message: string,
  suggestions: readonly string[],
): SentenceProblem {
  return { start, end, message, suggestions: [...new Set(suggestions)].slice(0, 8) };
}

function expectedText(expected: readonly Expected[]): string {
  const kinds = new Set(expected.flatMap(({ thing }) => thing ?? []));
  const words = expected.flatMap(({ words }) => words ?? []).filter((run) => !isOfSeries(run));
  // A condition begins with a value: the larger thing says it. A number can stand in many places, and is the last to be meant.
  const thing = (["signal", "series", "days"] as const).find((kind) => kinds.has(kind)) ??
    (words.length === 0 && kinds.has("number") ? "number" : undefined);
  const named = thing !== undefined
    ? [THINGS[thing]!]
    : [...new Set(words)].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_NAMED).map((run) =>
      `“${run}”`
    );
  if (named.length === 0) return "";
  const list = named.length === 1
    ? named[0]!
    : `${named.slice(0, -1).join(", ")} or ${named.at(-1)!}`;
  return ` Expected ${list}.`;
}

/** Words with which a phrase can begin, as they are written. */
const BEGINNINGS = new Map<string, string[]>();
const KNOWN_WORDS = new Set<string>();
for (const { carries, items } of PATTERNS) {
  for (const item of items) {
    if (item.kind !== "words") continue;
    for (const option of item.options) for (const word of option) KNOWN_WORDS.add(word);
  }
  const [first] = items;
  if (carries && first?.kind === "words") {
    BEGINNINGS.set(carries, [...BEGINNINGS.get(carries) ?? [], ...first.written]);
  }
}

/** Words with which a value goes on: "bars SMA" after a number. The names of fifty indicators help nobody. */
const SERIES_WORDS = new Set<string>();
for (const { carries, items } of PATTERNS) {
  if (carries !== "series") continue;
  for (const item of items) {
    if (item.kind === "words") item.written.forEach((words) => SERIES_WORDS.add(words));
  }
}

function isOfSeries(run: string): boolean {
  return run.startsWith("-") || (/\w/.test(run) && SERIES_WORDS.has(run)) ||
    run.split(" ").some((word) => /\w/.test(word) && SERIES_WORDS.has(word));
}

/** Words that make a value a condition. */
const CONDITION_WORDS = new Set(
  PATTERNS.filter(({ carries, items: [first] }) =>
    carries === "signal" && first?.kind === "input" && first.carries === "series"
  ).map(({ items }) => writtenFrom(items.slice(1))),
);

/** What is likely to be meant comes first. */
function rank(run: string): number {
  return run === ")" ? 0 : CONDITION_WORDS.has(run) ? 1 : 2;
}

/** Words that would be understood, the likely ones first. */
export function wordsOf(expected: readonly Expected[]): string[] {
  const words = expected.flatMap(({ words }) => words ?? []).sort((a, b) => rank(a) - rank(b));
  return [
    ...new Set([...words.filter((run) => !isOfSeries(run)), ...vocabularyOf(expected), ...words]),
  ];
}

function vocabularyOf(expected: readonly Expected[]): string[] {
  return expected.flatMap(({ thing }) => {
    if (thing === "signal") return [...BEGINNINGS.get("signal")!, ...BEGINNINGS.get("series")!];
    return (thing && BEGINNINGS.get(thing)) ?? [];
  });
}

/** Words that differ little from one, the nearest first. */
export function nearest(word: string, among: readonly string[]): string[] {
  const most = word.length <= 3 ? 1 : word.length <= 6 ? 2 : 3;
  return [...new Set(among)]
    .map((other) => ({ other, far: farness(word, other.toLowerCase().split(" ")[0]!) }))
    .filter(({ far, other }) => far <= most && far < other.length)
    .sort((a, b) => a.far - b.far)
    .map(({ other }) => other);
}

/** How far a word is from another; one that begins the same is nearer. */
function farness(word: string, other: string): number {
  const begins = word.slice(0, 2) === other.slice(0, 2);
  return distance(word, other) - (begins ? 1.5 : 0);
}

/** Letters to put in, take out or change (Levenshtein), or to swap with the next one. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, k) => k);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let k = 1; k <= b.length; k++) {
      const same = a[i - 1] === b[k - 1];
      let least = Math.min(row[k - 1]! + 1, last[k]! + 1, last[k - 1]! + (same ? 0 : 1));
      if (i > 1 && k > 1 && a[i - 1] === b[k - 2] && a[i - 2] === b[k - 1]) {
        least = Math.min(least, before[k - 2]! + 1);
      }
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
