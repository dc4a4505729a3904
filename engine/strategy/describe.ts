/** A strategy read back in plain English, each phrase linked to its block. */
import type { ParamValue, Phrase } from "../blocks/definition/definition.ts";
import type { StrategyDocument } from "./document.ts";
import { type GraphBlock, readGraph } from "./graph.ts";
import { resolveParams } from "./params.ts";
import { type DescribedSentence, writeSentences } from "./phrase_text.ts";

export type { DescribedSentence, PhraseLink } from "./phrase_text.ts";

export interface StrategyDescription {
  readonly sentences: readonly DescribedSentence[];
  /** All sentences in one. */
  readonly text: string;
}

/** Reads a document back. One with faults is read as far as it goes, `…` standing for what is missing. */
export function describeStrategy(document: StrategyDocument): StrategyDescription {
  const reader = new PhraseReader(readGraph(document));
  const sentences = writeSentences(
    [buySentence(reader), sellSentence(reader), sizeSentence(reader), cooldownSentence(reader)]
      .filter((parts) => parts !== null),
  );
  return { sentences, text: sentences.map(({ text }) => text).join(" ") };
}

/**
 * The words of single blocks of a document, each phrase made once.
 *
 * @returns what one output of a block says, by default its first, at most `limit` characters and cut with `…`; `null` where
 *   something is missing that it speaks of, or when there is no such block
 */
export function blockReader(
  graph: ReadonlyMap<string, GraphBlock>,
): (blockId: string, limit: number, output?: string) => string | null {
  const reader = new PhraseReader(graph);
  return (blockId, limit, output) => {
    const definition = graph.get(blockId)?.definition;
    if (!definition) return null;
    const phrase = reader.phrase(blockId, output ?? definition.outputs[0]?.name ?? "");
    const text = textWithin(phrase, limit + 1);
    if (text.includes(MISSING)) return null;
    return text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}${MISSING}`;
  };
}

/** Stands in a phrase for what is not there. */
const MISSING = "…";

/** The first characters of a phrase: written out to its end, one that shares its parts may be longer than any memory. */
function textWithin(phrase: Phrase, limit: number): string {
  if (typeof phrase === "string") return phrase.slice(0, limit);
  let text = "";
  for (const part of phrase.parts) {
    if (text.length >= limit) break;
    text += textWithin(part, limit - text.length);
  }
  return text;
}

function buySentence(reader: PhraseReader): Phrase[] {
  const entry = reader.role("entry");
  if (!entry) return ["It never buys: there is no Entry signal yet."];
  return ["Buy when ", entry, "."];
}

function sellSentence(reader: PhraseReader): Phrase[] | null {
  const ways: Phrase[][] = [];
  const exit = reader.role("exit");
  if (exit) ways.push(["when ", exit]);
  for (const kind of ["stop_loss", "trailing_stop", "take_profit", "time_exit"]) {
    const found = reader.role(kind);
    if (found) ways.push([found]);
  }
  if (ways.length === 0) return reader.role("entry") ? ["Hold until the end."] : null;
  return ["Sell ", ...ways.flatMap((way, k) => k === 0 ? way : [", or ", ...way]), "."];
}

function sizeSentence(reader: PhraseReader): Phrase[] | null {
  const size = reader.role("position_size");
  if (size) return [size, "."];
  return reader.role("entry") ? ["Each trade uses all of the balance."] : null;
}

function cooldownSentence(reader: PhraseReader): Phrase[] | null {
  const cooldown = reader.role("cooldown");
  return cooldown === null ? null : [cooldown, "."];
}

/** The phrases of a graph's blocks, each made once. */
export class PhraseReader {
  readonly #made = new Map<string, Phrase>();
  /** The blocks being read: where one comes again, the wires run in a circle. */
  readonly #open = new Set<string>();

  constructor(private readonly graph: ReadonlyMap<string, GraphBlock>) {}

  /** The phrase of the block with a role, `null` when there is none. */
  role(kind: string): Phrase | null {
    for (const { block, definition } of this.graph.values()) {
      if (definition.role?.kind === kind) return this.phrase(block.id, "");
    }
    return null;
  }

  /** The phrase of a block's output. */
  phrase(id: string, output: string): Phrase {
    const key = `${id} ${output}`;
    const known = this.#made.get(key);
    if (known !== undefined) return known;
    const definition = this.graph.get(id)?.definition;
    if (!definition || this.#open.has(id)) return MISSING;
    // Beside a later version's blocks, a wire of an earlier one may come from an output that its block no longer has.
    if (output !== "" && !definition.outputs.some(({ name }) => name === output)) return MISSING;
    this.#open.add(id);
    const parts = this.parts(id, output);
    this.#open.delete(id);
    const phrase = { block_id: id, parts };
    this.#made.set(key, phrase);
    return phrase;
  }

  /** What a block's output says, as if some of its parameters were set otherwise. */
  parts(
    id: string,
    output: string,
    changed: Readonly<Record<string, ParamValue>> = {},
  ): readonly Phrase[] {
    const found = this.graph.get(id);
    if (!found) return ["…"];
    const { block, definition } = found;
    const input = (name: string) => this.#input(found, name);
    return definition.phrase({
      params: resolveParams(definition, { ...block.params, ...changed }),
      input,
      inputs: () =>
        definition.inputs.map(({ name }) => input(name)).filter((phrase) => phrase !== null),
      output,
    });
  }

  #input({ definition, wires }: GraphBlock, name: string): readonly Phrase[] | null {
    const wire = wires.get(name);
    if (!wire) return null;
    const phrase = this.phrase(wire.from.block, wire.from.port);
    const source = this.graph.get(wire.from.block)?.definition;
    const runsOn = source?.openPhrase === true && source.family === definition.family;
    // "a and b and c" reads one way only.
    const joinsOn = source === definition && (definition.minInputs ?? 0) > 0;
    return runsOn && !joinsOn ? ["(", phrase, ")"] : [phrase];
  }
}
