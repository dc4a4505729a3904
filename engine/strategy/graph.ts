/** A document as a graph: each block with its definition and its wires. */
import type { BlockDefinition } from "../blocks/definition/definition.ts";
import { blockDefinition } from "../blocks/mod.ts";
import type { Connection, DocumentBlock, StrategyDocument } from "./document.ts";
import { resolveParams } from "./params.ts";

/** A block with its definition and what is wired into it. */
export interface GraphBlock {
  readonly block: DocumentBlock;
  readonly definition: BlockDefinition;
  /** By input port; the first connection where there are several, none where the port is not read. */
  readonly wires: ReadonlyMap<string, Connection>;
}

/** The blocks by id, in the document's order. */
export function readGraph(document: StrategyDocument): Map<string, GraphBlock> {
  const graph = new Map<string, GraphBlock & { wires: Map<string, Connection> }>();
  for (const block of document.blocks) {
    const definition = blockDefinition(block.type);
    if (!definition) {
      throw new TypeError(`unknown block type ${block.type}: parse the document first`);
    }
    graph.set(block.id, { block, definition, wires: new Map() });
  }
  for (const wire of document.connections) {
    const target = graph.get(wire.to.block);
    if (!target || target.wires.has(wire.to.port)) continue;
    const { block, definition, wires } = target;
    const port = definition.inputs.find(({ name }) => name === wire.to.port);
    if (port?.when?.(resolveParams(definition, block.params)) ?? true) {
      wires.set(wire.to.port, wire);
    }
  }
  return graph;
}
