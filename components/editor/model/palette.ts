/** What the palette lists: block types by family, found by name, synonym or what they do. */
import type { BlockDefinition } from "../../../engine/mod.ts";

/** A family of blocks. */
export type Family = BlockDefinition["family"];

/** Families in the order in which a strategy is built, with the words that head them. */
export const FAMILIES: readonly { readonly id: Family; readonly name: string }[] = [
  { id: "prices", name: "Prices" },
  { id: "indicators", name: "Indicators" },
  { id: "conditions", name: "Conditions" },
  { id: "logic", name: "Logic" },
  { id: "signals", name: "Signals" },
  { id: "risk", name: "Risk" },
];

/** One heading of the palette with its blocks. */
export interface PaletteGroup {
  readonly family: Family;
  readonly name: string;
  readonly blocks: readonly BlockDefinition[];
}

/** All blocks under their families; families without blocks are left out. */
export function grouped(definitions: readonly BlockDefinition[]): PaletteGroup[] {
  return FAMILIES.map(({ id, name }) => ({
    family: id,
    name,
    blocks: definitions.filter((definition) => definition.family === id),
  })).filter((group) => group.blocks.length > 0);
}

/** The blocks that answer a search, best first. Every word of the query has to be found somewhere. */
export function search(
  definitions: readonly BlockDefinition[],
  query: string,
): BlockDefinition[] {
  const words = fold(query).split(" ").filter((word) => word !== "");
  if (words.length === 0) return [...definitions];
  return definitions
    .map((definition, index) => ({ definition, index, score: score(definition, words) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map((hit) => hit.definition);
}

function score(definition: BlockDefinition, words: readonly string[]): number {
  const name = fold(definition.name);
  const synonyms = definition.synonyms.map(fold);
  const summary = fold(`${definition.summary} ${definition.family}`);
  const phrase = words.join(" ");
  let total = name === phrase || definition.type === phrase || synonyms.includes(phrase) ? 100 : 0;
  for (const word of words) {
    const points = Math.max(
      matches(name, word) * 10,
      fold(definition.type).startsWith(word) ? 18 : 0,
      ...synonyms.map((synonym) => matches(synonym, word) * 6),
      matches(summary, word) * 2,
    );
    if (points === 0) return 0;
    total += points;
  }
  return total;
}

/** 2 when a word of the text starts with `word`, 1 when it is inside a word (of three letters or more), else 0. */
function matches(text: string, word: string): number {
  if (text.split(" ").some((part) => part.startsWith(word))) return 2;
  return word.length > 2 && text.includes(word) ? 1 : 0;
}

function fold(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/[^\p{L}\p{N}%]+/gu, " ").trim();
}
