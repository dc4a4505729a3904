/** What can be written next, while somebody writes. */
import type {
  BlockDefinition,
  Params,
  ParamSpec,
  Phrase,
} from "../../blocks/definition/definition.ts";
import { BLOCKS } from "../../blocks/mod.ts";
import { resolveParams } from "../params.ts";
import type { Expected } from "./parser.ts";
import { PATTERNS, writtenFrom } from "./patterns.ts";
import { wordsOf } from "./problems.ts";
import { type ReadText, readText, SELLING } from "./sentences.ts";

export interface Completion {
  /** The stretch that it stands in place of: the word that has been begun, or nothing. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const MOST = 8;

/** Something that is offered, and the words by which it is found. */
interface Offer {
  readonly text: string;
  readonly words: readonly string[];
}

/** Words that are begun and not yet finished: "moving av". */
const MOST_BEGUN = 3;

/**
 * Words that go on from a place in a text, the likely ones first.
 *
 * @param at the place, in characters
 */
export function completionsAt(text: string, at: number): Completion[] {
  const before = text.slice(0, at);
  const begun = /(?:[\p{L}%]+ ){0,2}[\p{L}%]+$/u.exec(before)?.[0].split(" ") ?? [""];
  for (let words = 1; words <= Math.min(MOST_BEGUN, begun.length); words++) {
    const found = completionsOf(before, begun.slice(-words).join(" "));
    if (found.length > 0) return found;
  }
  return [];
}

function completionsOf(before: string, begun: string): Completion[] {
  const end = before.length;
  const start = end - begun.length;
  const head = before.slice(0, start);
  const wanted = begun.toLowerCase();
  const spoken = head.trimEnd();
  const { after, roles, stops } = readAround(head);
  const kinds = new Set(roles.flatMap(({ pattern }) => pattern.definition.role?.kind ?? []));
  const isBeginning = spoken === "" || /[.;!]$/.test(spoken);
  const isSelling = /(?:^|\s)(?:sell|exit)$/i.test(spoken);
  const isWhole = !isBeginning && !isSelling && stops.length === 0 && roles.length > 0 &&
    !spoken.endsWith(",");
  const offers = [
    ...(isBeginning ? beginnings(kinds) : []),
    ...(isSelling ? waysToSell(kinds) : []),
    ...(isWhole ? ["and", "or"] : []),
  ].map((text): Offer => ({ text, words: [] }));
  const all = [
    ...offers.filter(({ text }) => begins(text, wanted)),
    // What ends a clause stands right after its last word.
    ...(isWhole && wanted === "" ? goingOn(kinds) : []),
    ...((isBeginning || isSelling) && wanted === "" ? [] : expectedOffers(after, wanted))
      .filter(({ text, words }) => [text, ...words].some((run) => begins(run, wanted))),
  ].filter(({ text }) => text.toLowerCase() !== wanted);
  return all.filter(({ text }, k) => all.findIndex((other) => other.text === text) === k)
    .slice(0, MOST)
    .map(({ text }) => ({
      start: /^[.,]/.test(text) ? spoken.length : start,
      end,
      text,
    }));
}

/** Where words begin that can be read by themselves, whatever stands before them. */
const CLAUSE = /^.*\b(?:when|if|once|and|or|while)\s+/isu;

/** What a text says; where an earlier word of the sentence is not understood, what its last clause says. */
function readAround(head: string): ReadText {
  const read = readText(head);
  const isStuck = read.stops.some(({ token }) => token < read.tokens.length);
  const clause = CLAUSE.exec(head)?.[0];
  if (!isStuck || clause === undefined) return read;
  const last = readText(`Buy when ${head.slice(clause.length)}`);
  return { ...read, after: last.after };
}

/** "cl" begins "the close" as well. */
function begins(run: string, wanted: string): boolean {
  const lower = run.toLowerCase();
  return lower.startsWith(wanted) || lower.replace(/^(?:the|an?) /, "").startsWith(wanted);
}

/** How a sentence can begin, for what has not been said yet. */
function beginnings(said: ReadonlySet<string>): string[] {
  return [...ROLES].filter(([kind]) => !said.has(kind)).map(([kind, words]) =>
    SELLING.has(kind) ? `Sell ${words}` : `${words[0]!.toUpperCase()}${words.slice(1)}`
  );
}

function waysToSell(said: ReadonlySet<string>): string[] {
  return [...ROLES].filter(([kind]) => SELLING.has(kind) && !said.has(kind))
    .map(([, words]) => words);
}

/** What can follow a clause: other ways to sell, in a sentence of their own when they are the first. */
function goingOn(said: ReadonlySet<string>): Offer[] {
  if (!said.has("entry")) return [];
  const sells = [...said].some((kind) => SELLING.has(kind));
  return waysToSell(said).map((words) => ({
    text: sells ? `, or ${words}` : `. Sell ${words}`,
    words: [],
  }));
}

/** How each role is said, by its kind, in the order of the blocks. */
const ROLES = new Map<string, string>();
for (const { role, type } of BLOCKS) {
  const pattern = PATTERNS.find(({ definition }) => definition.type === type);
  if (role && pattern) ROLES.set(role.kind, writtenFrom(pattern.items));
}

/** A value as it is said with its usual numbers: "RSI(14)", "the close". */
interface SaidValue extends Offer {
  readonly definition: BlockDefinition;
  readonly output: string;
}

const VALUES = sayValues();

function sayValues(): SaidValue[] {
  const seen = new Map<string, SaidValue & { words: string[] }>();
  const blocks = new Set<BlockDefinition>();
  const others: SaidValue[] = [];
  const first: SaidValue[] = [];
  for (const { definition, output, carries, items: [item] } of PATTERNS) {
    if (carries !== "series" || item?.kind !== "words") continue;
    const key = `${definition.type} ${output}`;
    const known = seen.get(key);
    if (known) {
      known.words.push(...item.written);
      continue;
    }
    const text = said(definition, output, {});
    if (text.includes("…")) continue;
    const value = { text, words: [...item.written], definition, output };
    seen.set(key, value);
    (blocks.has(definition) ? others : first).push(value);
    blocks.add(definition);
  }
  return [...first, ...others];
}

function said(definition: BlockDefinition, output: string, given: Params): string {
  const flat = (phrase: Phrase): string =>
    typeof phrase === "string" ? phrase : phrase.parts.map(flat).join("");
  return definition.phrase({
    params: resolveParams(definition, given),
    input: () => null,
    inputs: () => [],
    output,
  }).map(flat).join("");
}

/** Values by what has been begun; one whose name is there in full comes with the lengths in common use. */
function values(wanted: string): Offer[] {
  return VALUES.flatMap((value): Offer[] => {
    const { definition, output, words } = value;
    const [spec, another] = definition.params.filter(isCount);
    const isNamed = words.some((run) => run.toLowerCase() === wanted);
    if (!isNamed || !spec || another) return [value];
    const numbers = [spec.default as number, ...spec.presets ?? []];
    return [...new Set(numbers)].map((number) => ({
      text: said(definition, output, { [spec.name]: number }),
      words,
    }));
  });
}

function isCount({ kind }: ParamSpec): boolean {
  return kind === "integer" || kind === "number";
}

/** Words that begin a condition by themselves, and how other words are usually written. */
const SIGNAL_BEGINNINGS: Offer[] = [];
const USUAL = new Set<string>();
for (const { carries, items } of PATTERNS) {
  const [first] = items;
  if (carries === "signal" && first?.kind === "words") {
    SIGNAL_BEGINNINGS.push({ text: writtenFrom(items), words: first.written });
  }
  items.forEach((_, k) => USUAL.add(writtenFrom(items.slice(k))));
}

function expectedOffers(after: readonly Expected[], wanted: string): Offer[] {
  const things = new Set(after.flatMap(({ thing }) => thing ?? []));
  const takesValue = things.has("series") || things.has("signal");
  const words = wordsOf(after.filter((expected) => expected.words !== undefined))
    .filter((run) =>
      /^\p{L}/u.test(run) && !VALUE_NAMES.has(run) && !VALUE_NAMES.has(firstOf(run))
    );
  // Nobody who has not begun a word is helped by all the ways to say the same.
  const usual = words.filter((run, k) =>
    wanted !== "" ||
    (USUAL.has(run) && !words.slice(0, k).some((other) => other.endsWith(` ${run}`)))
  ).map((text): Offer => ({ text, words: [] }));
  return takesValue
    ? [...values(wanted), ...(things.has("signal") ? SIGNAL_BEGINNINGS : []), ...usual]
    : usual;
}

function firstOf(run: string): string {
  return run.split(" ")[0]!;
}

const VALUE_NAMES = new Set(
  PATTERNS.filter(({ carries }) => carries === "series").flatMap(({ items }) =>
    items.flatMap((item) => item.kind === "words" ? item.written : [])
  ),
);
