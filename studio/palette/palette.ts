/** What the palette lists: block types by family, found by name, synonym or what they do. */
import type { BlockDefinition } from "../../engine/mod.ts";

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

/** Words of a sentence that say nothing about a block: they count where they are found, and are not missed. */
const FILLERS = new Set(
  "a an the my i it is are to of in on at and or when while with for from than by if that".split(
    " ",
  ),
);

/**
 * The blocks that answer a search, best first. Every word of the query has to be found somewhere, but for words like "the"
 * and "my" where there are others.
 */
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
  const needed = words.filter((word) => !FILLERS.has(word));
  for (const word of words) {
    const points = Math.max(
      matches(name, word) * 10,
      fold(definition.type).startsWith(word) ? 18 : 0,
      ...synonyms.map((synonym) => matches(synonym, word) * 6),
      matches(summary, word) * 2,
    );
    if (points === 0 && (needed.length === 0 || needed.includes(word))) return 0;
    total += needed.length === 0 || needed.includes(word) ? points : Math.min(points, 1);
  }
  return total;
}

/** 2 when a word of the text starts with `word`, 1 when it is inside a word (of three letters or more), else 0. */
function matches(text: string, word: string): number {
  const parts = text.split(" ");
  if (parts.some((part) => part.startsWith(word) || part.startsWith(singular(word)))) return 2;
  return word.length > 2 && text.includes(word) ? 1 : 0;
}

/** "profits" also finds "profit". */
function singular(word: string): string {
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

function fold(text: string): string {
  return text.toLowerCase().normalize("NFD").replace(/[^\p{L}\p{N}%]+/gu, " ").trim();
}
