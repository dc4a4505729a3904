/** What adding a block does to a document: where it goes, what it is wired to, what it is set to. */
import type { BlockDefinition, StrategyDocument } from "../../engine/mod.ts";
import { blockSize, type RoomBelow } from "../canvas/block_size.ts";
import { cardOf, isCondition } from "../canvas/folding.ts";
import { freeSpot, spotByRole, withRoomFor } from "../canvas/placement.ts";
import { insertedInto } from "../canvas/wire_insert.ts";
import {
  bestOutput,
  type Catalog,
  checkConnection,
  suggestedWire,
} from "../document/connection_rules.ts";
import {
  addBlocks,
  blockById,
  connect,
  type Connection,
  moveBlocks,
  newBlock,
  type PortRef,
  type Position,
  wireInto,
} from "../document/document.ts";
import { operandOf, withOperands } from "./operands.ts";

/** A document with a new block in it. */
export interface Added {
  readonly document: StrategyDocument;
  readonly id: string;
  /** The blocks that it reads now. */
  readonly reads: readonly string[];
  /** The wire that it was put into. */
  readonly between: Connection | null;
}

/** Where a block is added, and beside what. */
export interface Place {
  readonly at?: Position;
  /** Where the first block goes. */
  readonly centre?: Position;
  /** A wire that it is put into where it fits. */
  readonly into?: Connection | null;
  /** What is selected: the block is wired to it where that is what it needs. */
  readonly selected: readonly string[];
  readonly below: RoomBelow;
}

/** Adds a block of a type; a condition comes with operands, a joint or a signal reads what is selected. */
export function added(
  document: StrategyDocument,
  catalog: Catalog,
  definition: BlockDefinition,
  { at, centre = { x: 0, y: 0 }, into, selected, below }: Place,
): Added {
  const block = newBlock(document, definition, at ?? centre);
  const bare = addBlocks(document, [block]);
  const put = into && insertedInto(
    placed(bare, catalog, {
      id: block.id,
      definition,
      at,
      centre,
      below,
      reads: [into.from.block],
    }),
    catalog,
    block.id,
    into,
  );
  if (put) return { document: put, id: block.id, reads: [], between: into };
  const wired = at ? bare : withSources(bare, catalog, block.id, selected);
  const [only, another] = selected;
  const subject = only !== undefined && another === undefined && !at
    ? operandOf(document, catalog, only)
    : null;
  const filled = isCondition(definition) ? withOperands(wired, catalog, block.id, subject) : wired;
  const isThere = (id: string) => blockById(document, id) !== undefined;
  const sources = (id: string) =>
    filled.connections.filter(({ to }) => to.block === id).map(({ from }) => from.block);
  const reads = sources(block.id).filter(isThere);
  // What a joint that came with it reads, it reads through that.
  const through = sources(block.id).filter((id) => !isThere(id)).flatMap(sources).filter(isThere);
  return {
    document: placed(filled, catalog, { id: block.id, definition, at, centre, below, reads }),
    id: block.id,
    reads: [...reads, ...through],
    between: null,
  };
}

/** Adds a block at the other end of a wire that was pulled into empty space. */
export function addedAtWire(
  document: StrategyDocument,
  catalog: Catalog,
  definition: BlockDefinition,
  { at, end, side, below }: {
    readonly at: Position;
    readonly end: PortRef;
    readonly side: "from" | "to";
    readonly below: RoomBelow;
  },
): { readonly document: StrategyDocument; readonly id: string } {
  const block = newBlock(document, definition, at);
  let next = addBlocks(document, [block]);
  if (side === "from") {
    const input = definition.inputs.find((port) =>
      checkConnection(next, catalog, end, { block: block.id, port: port.name }).ok
    );
    if (input && isCondition(definition)) {
      next = withOperands(next, catalog, block.id, { kind: "port", from: end });
    } else if (input) {
      next = connect(next, { from: end, to: { block: block.id, port: input.name } });
    }
  } else {
    if (isCondition(definition)) next = withOperands(next, catalog, block.id, null);
    const from = bestOutput(next, catalog, end, block.id);
    if (from) next = connect(next, { from, to: end });
  }
  const size = blockSize(next, catalog, block);
  const others = { ...next, blocks: next.blocks.filter(({ id }) => id !== block.id) };
  const place = freeSpot(others, catalog, at, size, below);
  return { document: moveBlocks(next, new Map([[block.id, place]])), id: block.id };
}

/**
 * The block reading what is selected. Of several signals all are read where it has inputs for them; a signal that can read one
 * alone reads them joined by *And*.
 */
function withSources(
  document: StrategyDocument,
  catalog: Catalog,
  blockId: string,
  selected: readonly string[],
): StrategyDocument {
  const definition = catalog(blockById(document, blockId)?.type ?? "");
  // From top to bottom, so that their wires do not cross.
  const cards = [...new Set(selected.map((id) => cardOf(document, catalog, id)))]
    .sort((a, b) => topOf(document, a) - topOf(document, b));
  const [only, another] = cards;
  if (!definition || only === undefined || isCondition(definition)) return document;
  if (another === undefined) {
    const wire = suggestedWire(document, catalog, only, blockId);
    return wire ? connect(document, wire) : document;
  }
  const signals = cards.filter((id) =>
    catalog(blockById(document, id)?.type ?? "")?.outputs.some(({ kind }) => kind === "signal")
  );
  if (signals.length < cards.length) return document;
  const inputs = definition.inputs.filter(({ kind }) => kind === "signal");
  const [input] = inputs;
  if (!input) return document;
  if (inputs.length > 1) return withAll(document, catalog, blockId, signals);
  const joint = catalog(JOINT);
  if (!joint) return document;
  const both = newBlock(document, joint, { x: 0, y: 0 });
  const joined = withAll(addBlocks(document, [both]), catalog, both.id, signals);
  const output = joint.outputs[0]?.name ?? "";
  return connect(joined, {
    from: { block: both.id, port: output },
    to: { block: blockId, port: input.name },
  });
}

function topOf(document: StrategyDocument, blockId: string): number {
  return blockById(document, blockId)?.position?.y ?? 0;
}

/** The joint through which a signal reads several conditions. */
const JOINT = "and";

function withAll(
  document: StrategyDocument,
  catalog: Catalog,
  blockId: string,
  sources: readonly string[],
): StrategyDocument {
  const inputs = catalog(blockById(document, blockId)?.type ?? "")?.inputs ?? [];
  let next = document;
  for (const source of sources) {
    const free = inputs.find(({ name }) => !wireInto(next, { block: blockId, port: name }));
    const to = { block: blockId, port: free?.name ?? "" };
    const from = free && bestOutput(next, catalog, to, source);
    if (from) next = connect(next, { from, to });
  }
  return next;
}

/** The document with the new block, and a joint that came with it, in places by their parts. */
function placed(
  document: StrategyDocument,
  catalog: Catalog,
  { id, definition, at, centre, below, reads }: {
    readonly id: string;
    readonly definition: BlockDefinition;
    readonly at: Position | undefined;
    readonly centre: Position;
    readonly below: RoomBelow;
    readonly reads: readonly string[];
  },
): StrategyDocument {
  if (at) return document;
  const block = blockById(document, id);
  const joint = document.connections.find(({ from, to }) =>
    to.block === id && !reads.includes(from.block) &&
    catalog(blockById(document, from.block)?.type ?? "")?.family === "logic"
  )?.from.block;
  const jointBlock = joint === undefined ? undefined : blockById(document, joint);
  const jointDefinition = jointBlock && catalog(jointBlock.type);
  let next = document;
  if (joint !== undefined && jointDefinition) {
    const sources = document.connections.filter(({ to }) => to.block === joint);
    next = placed(next, catalog, {
      id: joint,
      definition: jointDefinition,
      at,
      centre,
      below,
      reads: sources.map(({ from }) => from.block),
    });
  }
  if (!block) return next;
  const size = blockSize(next, catalog, block);
  const others = { ...next, blocks: next.blocks.filter((other) => other.id !== id) };
  const place = spotByRole(others, catalog, {
    definition,
    size,
    reads: joint === undefined ? reads : [joint],
    centre,
    below,
  });
  const roomy = withRoomFor(others, catalog, { definition, size, place });
  const places = new Map(
    roomy.blocks.flatMap(({ id, position }) => position ? [[id, position] as const] : []),
  );
  return moveBlocks(next, places.set(id, place));
}
