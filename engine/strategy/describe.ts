/** A strategy read back in plain English, each phrase linked to its block. */
import type { Phrase } from "../blocks/definition.ts";
import type { StrategyDocument } from "./document.ts";
import { type GraphBlock, readGraph } from "./graph.ts";
import { resolveParams } from "./params.ts";

/** A stretch of a sentence that speaks of a block. */
export interface PhraseLink {
  readonly start: number;
  readonly end: number;
  readonly block_id: string;
}

export interface DescribedSentence {
  readonly text: string;
  /** Outer phrases before the ones within them. */
  readonly links: readonly PhraseLink[];
}

export interface StrategyDescription {
  readonly sentences: readonly DescribedSentence[];
  /** All sentences in one. */
  readonly text: string;
}

/** Reads a document back. One with faults is read as far as it goes, `…` standing for what is missing. */
export function describeStrategy(document: StrategyDocument): StrategyDescription {
  const graph = readGraph(document);
  const sentences = [
    buySentence(graph),
    sellSentence(graph),
    sizeSentence(graph),
    ...otherSentences(graph),
  ]
    .filter((parts) => parts !== null).map(render);
  return { sentences, text: sentences.map(({ text }) => text).join(" ") };
}

function withRole(graph: ReadonlyMap<string, GraphBlock>, kind: string): GraphBlock | undefined {
  return [...graph.values()].find(({ definition }) => definition.role?.kind === kind);
}

function buySentence(graph: ReadonlyMap<string, GraphBlock>): Phrase[] | null {
  const entry = withRole(graph, "entry");
  if (!entry) return ["It never buys: there is no Entry signal yet."];
  return ["Buy when ", phraseOf(graph, entry.block.id, "", new Set()), "."];
}

function sellSentence(graph: ReadonlyMap<string, GraphBlock>): Phrase[] | null {
  const ways: Phrase[][] = [];
  const exit = withRole(graph, "exit");
  if (exit) ways.push(["when ", phraseOf(graph, exit.block.id, "", new Set())]);
  for (const kind of ["stop_loss", "trailing_stop", "take_profit", "time_exit"]) {
    const found = withRole(graph, kind);
    if (found) ways.push([phraseOf(graph, found.block.id, "", new Set())]);
  }
  if (ways.length === 0) return withRole(graph, "entry") ? ["Hold until the end."] : null;
  return ["Sell ", ...ways.flatMap((way, k) => k === 0 ? way : [", or ", ...way]), "."];
}

function sizeSentence(graph: ReadonlyMap<string, GraphBlock>): Phrase[] | null {
  const size = withRole(graph, "position_size");
  if (size) return [phraseOf(graph, size.block.id, "", new Set()), "."];
  return withRole(graph, "entry") ? ["Each trade uses all of the balance."] : null;
}

function otherSentences(graph: ReadonlyMap<string, GraphBlock>): Phrase[][] {
  const cooldown = withRole(graph, "cooldown");
  return cooldown ? [[phraseOf(graph, cooldown.block.id, "", new Set()), "."]] : [];
}

/** The phrase of a block's output. `path` holds the blocks being read, so that a circle ends. */
function phraseOf(
  graph: ReadonlyMap<string, GraphBlock>,
  id: string,
  output: string,
  path: ReadonlySet<string>,
): Phrase {
  const found = graph.get(id);
  if (!found || path.has(id)) return "…";
  const { block, definition, wires } = found;
  const deeper = new Set(path).add(id);
  const input = (name: string): readonly Phrase[] | null => {
    const wire = wires.get(name);
    if (!wire) return null;
    const phrase = phraseOf(graph, wire.from.block, wire.from.port, deeper);
    const source = graph.get(wire.from.block)?.definition;
    // "a and b or c" would read two ways.
    const joins = (definition.minInputs ?? 0) > 0 && (source?.minInputs ?? 0) > 0 &&
      source !== definition;
    return joins ? ["(", phrase, ")"] : [phrase];
  };
  const parts = definition.phrase({
    params: resolveParams(definition, block.params),
    input,
    inputs: () =>
      definition.inputs.map(({ name }) => input(name)).filter((phrase) => phrase !== null),
    output,
  });
  return { block_id: id, parts };
}

function render(parts: readonly Phrase[]): DescribedSentence {
  let text = "";
  const links: PhraseLink[] = [];
  const write = (phrase: Phrase) => {
    if (typeof phrase === "string") {
      text += phrase;
      return;
    }
    const start = text.length;
    const place = links.push({ start, end: start, block_id: phrase.block_id }) - 1;
    for (const part of phrase.parts) write(part);
    links[place] = { start, end: text.length, block_id: phrase.block_id };
  };
  for (const part of parts) write(part);
  // What is missing at the end of a sentence ends it.
  return { text: text.replace(/…\.$/, "…"), links };
}
