/**
 * Where a strategy that is read back says the values of its parameters: "14" in "RSI(14)", "below" in "is below". Found by
 * saying each block again with another value: what then differs is where the value stands. A new block needs nothing for it.
 */
import type { ParamSpec, ParamValue, Phrase } from "../blocks/definition/definition.ts";
import { plain } from "../blocks/definition/parts.ts";
import { PhraseReader, type StrategyDescription } from "./describe.ts";
import type { StrategyDocument } from "./document.ts";
import { type GraphBlock, readGraph } from "./graph.ts";
import { resolveParams } from "./params.ts";
import type { PhraseLink } from "./phrase_text.ts";

/** A stretch of a sentence that says the value of a parameter; in characters, `end` after the last. */
export interface ValueSpan {
  readonly start: number;
  readonly end: number;
  readonly block_id: string;
  readonly param: string;
}

/** The stretches of each sentence that say a value, in the order in which they stand; none overlaps another. */
export function describedValues(
  document: StrategyDocument,
  { sentences }: StrategyDescription,
): readonly (readonly ValueSpan[])[] {
  const graph = readGraph(document);
  const reader = new PhraseReader(graph);
  return sentences.map(({ text, links }) =>
    links.flatMap((link) => {
      const found = graph.get(link.block_id);
      return found ? valuesIn(ownWords(text, links, link), found, reader) : [];
    }).sort((a, b) => a.start - b.start)
  );
}

/** What a phrase says itself, with a mark for each phrase within it, and where each of its characters stands. */
interface OwnWords {
  readonly text: string;
  readonly places: readonly number[];
}

const WITHIN = "\0";

function ownWords(text: string, links: readonly PhraseLink[], link: PhraseLink): OwnWords {
  const inner = links.slice(links.indexOf(link) + 1);
  let own = "";
  const places: number[] = [];
  for (let at = link.start; at < link.end;) {
    places.push(at);
    const child = inner.find(({ start, end }) => start === at && end <= link.end && end > start);
    own += child ? WITHIN : text[at];
    at = child?.end ?? at + 1;
  }
  return { text: own, places };
}

function valuesIn(
  { text, places }: OwnWords,
  { block, definition }: GraphBlock,
  reader: PhraseReader,
): ValueSpan[] {
  const outputs = definition.outputs.length > 0 ? definition.outputs.map(({ name }) => name) : [""];
  const say = (output: string, changed: Readonly<Record<string, ParamValue>> = {}) =>
    flat(reader.parts(block.id, output, changed));
  const output = outputs.find((name) => say(name) === text);
  if (output === undefined) return [];
  const params = resolveParams(definition, block.params);
  const found: ValueSpan[] = [];
  // A number is the narrower: words that choose between wordings may go around it.
  for (
    const spec of [...definition.params].sort((a, b) => Number(!isNumber(a)) - Number(!isNumber(b)))
  ) {
    const value = params[spec.name];
    if (value === undefined) continue;
    const stretches = othersThan(spec, value)
      .map((other) => differing(text, say(output, { [spec.name]: other })))
      .filter((stretch) => stretch !== null);
    if (stretches.length === 0) continue;
    const whole = isNumber(spec)
      ? numberAround(text, stretches[0]!, plain(value)) ?? wordsAround(text, stretches[0]!)
      : wordsAround(text, [
        Math.min(...stretches.map(([from]) => from)),
        Math.max(...stretches.map(([, to]) => to)),
      ]);
    const [from, to] = whole;
    if (from >= to || text.slice(from, to).includes(WITHIN)) continue;
    const start = places[from]!;
    const end = places[to - 1]! + 1;
    if (found.some((other) => other.start < end && start < other.end)) continue;
    found.push({ start, end, block_id: block.id, param: spec.name });
  }
  return found;
}

function flat(parts: readonly Phrase[]): string {
  return parts.map((part) => typeof part === "string" ? part : WITHIN).join("");
}

function isNumber({ kind }: ParamSpec): boolean {
  return kind === "integer" || kind === "number";
}

function othersThan(spec: ParamSpec, value: ParamValue): ParamValue[] {
  if (typeof value === "number") return [value + 1];
  if (spec.kind === "days") return [[1], [6]];
  return (spec.options ?? []).map((option) => option.value).filter((other) => other !== value);
}

/** The part of a text that another has otherwise; `null` where they are the same. */
function differing(text: string, other: string): [number, number] | null {
  if (text === other) return null;
  const most = Math.min(text.length, other.length);
  let from = 0;
  while (from < most && text[from] === other[from]) from++;
  let back = 0;
  while (back < most - from && text.at(-1 - back) === other.at(-1 - back)) back++;
  return [from, text.length - back];
}

/** Where a number is written that a stretch is a part of. */
function numberAround(text: string, [from, to]: [number, number], written: string) {
  for (let at = text.indexOf(written); at >= 0; at = text.indexOf(written, at + 1)) {
    const end = at + written.length;
    if (at <= from && to <= end) return [at, end] as const;
  }
  return null;
}

/** The whole words that a stretch touches; none where something is only put in between. */
function wordsAround(text: string, [from, to]: [number, number]): readonly [number, number] {
  const isWord = (at: number) => /[\p{L}\d%]/u.test(text[at] ?? "");
  let [start, end] = [from, to];
  while (start > 0 && isWord(start - 1) && isWord(start)) start--;
  while (end < text.length && isWord(end) && isWord(end - 1)) end++;
  while (start < end && /\s/.test(text[start]!)) start++;
  while (start < end && /\s/.test(text[end - 1]!)) end--;
  return [start, end];
}
