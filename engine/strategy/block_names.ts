/** What a person calls a block. */
import type { BlockDefinition } from "../blocks/definition/definition.ts";
import { blockReader } from "./describe.ts";
import type { StrategyDocument } from "./document.ts";
import { type GraphBlock, readGraph } from "./graph.ts";

/** Characters that a condition's name has at most. */
const LONGEST_NAME = 80;
/** Characters that the name of a signal has at most, where a whole line is given to it. */
const LONGEST_SIGNAL = 200;

/** The name of a block by its id; the id itself where there is no such block. */
export type BlockNames = (blockId: string) => string;

/**
 * Names for all blocks of a document: a block's own label; what a condition says once its inputs are connected, "Close above
 * SMA(200)"; else the name of its type.
 *
 * @throws {TypeError} for an unknown block type: parse the document first
 */
export function blockNames(document: StrategyDocument): BlockNames {
  return namesIn(readGraph(document));
}

/** The same for a document that has been read. */
export function namesIn(graph: ReadonlyMap<string, GraphBlock>): BlockNames {
  return namesOf(graph, ({ family }) => family === "conditions", LONGEST_NAME);
}

/**
 * Names for all blocks, where every signal is called what it says: "Close above SMA(200) and RSI(14) at or below 30" for a
 * block that combines two conditions.
 *
 * @throws {TypeError} for an unknown block type: parse the document first
 */
export function signalNames(document: StrategyDocument): BlockNames {
  const isSignal = ({ outputs }: BlockDefinition) => outputs.some(({ kind }) => kind === "signal");
  return namesOf(readGraph(document), isSignal, LONGEST_SIGNAL);
}

/** What one output of a block says, with a capital letter: "SMA(50)"; `null` where something is missing. */
export function outputName(
  document: StrategyDocument,
  blockId: string,
  output: string,
): string | null {
  return outputNames(document)(blockId, output);
}

/** The same for all outputs of a document, which is read once. */
export function outputNames(
  document: StrategyDocument,
): (blockId: string, output: string) => string | null {
  const read = blockReader(readGraph(document));
  return (blockId, output) => {
    const says = read(blockId, LONGEST_NAME, output);
    return says === null ? null : asName(says);
  };
}

function namesOf(
  graph: ReadonlyMap<string, GraphBlock>,
  speaks: (definition: BlockDefinition) => boolean,
  longest: number,
): BlockNames {
  const read = blockReader(graph);
  return (blockId) => {
    const found = graph.get(blockId);
    if (!found) return blockId;
    const { block, definition } = found;
    if (block.label !== undefined && block.label !== "") return block.label;
    // One that reads nothing has something to say once it is set to something.
    const isSet = definition.inputs.length > 0 || Object.keys(block.params).length > 0 ||
      definition.family !== "conditions";
    const says = isSet && speaks(definition)
      ? read(blockId, longest, definition.outputs.find(({ kind }) => kind === "signal")?.name)
      : null;
    return says === null ? definition.name : asName(says);
  };
}

/** "the close is above SMA(200)" → "Close above SMA(200)" */
function asName(sentence: string): string {
  const name = sentence
    .replace(/^it is /, "")
    .replace(/(^|\()the /g, "$1")
    .replace(/ is ((?:at or )?(?:above|below) )/g, " $1");
  return name.charAt(0).toUpperCase() + name.slice(1);
}
