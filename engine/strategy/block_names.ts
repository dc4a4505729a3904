/** What a person calls a block. */
import type { StrategyDocument } from "./document.ts";
import { blockReader } from "./describe.ts";
import { type GraphBlock, readGraph } from "./graph.ts";

/** Characters that a condition's name has at most. */
const LONGEST_NAME = 80;

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
  const read = blockReader(graph);
  return (blockId) => {
    const found = graph.get(blockId);
    if (!found) return blockId;
    const { block, definition } = found;
    if (block.label !== undefined && block.label !== "") return block.label;
    // One that reads nothing has something to say once it is set to something.
    const isSet = definition.inputs.length > 0 || Object.keys(block.params).length > 0;
    const says = definition.family === "conditions" && isSet ? read(blockId, LONGEST_NAME) : null;
    return says === null ? definition.name : asName(says);
  };
}

/** "the close is above SMA(200)" → "Close above SMA(200)" */
function asName(sentence: string): string {
  const name = sentence
    .replace(/^(the|it is) /, "")
    .replace(/ is ((?:at or )?(?:above|below) )/, " $1");
  return name.charAt(0).toUpperCase() + name.slice(1);
}
