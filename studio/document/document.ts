/**
 * Edits of a strategy document. Every function takes a document and returns a new one that shares what did not change;
 * when nothing changes the same object comes back, so callers can compare by identity.
 */
import type { BlockDefinition, StrategyDocument } from "../../engine/mod.ts";

export type { StrategyDocument } from "../../engine/mod.ts";

/** One block of a document. */
export type Block = StrategyDocument["blocks"][number];
/** One wire of a document: from an output port to an input port. */
export type Connection = StrategyDocument["connections"][number];
/** A place on the canvas, in canvas units (1 unit = 1 px at 100 %). */
export type Position = { readonly x: number; readonly y: number };
/** One end of a wire. */
export type PortRef = { readonly block: string; readonly port: string };
/** The value of one parameter. */
export type ParamValue = NonNullable<Block["params"][string]>;

/** Block positions snap to this grid, in canvas units. */
export const GRID = 10;

/** The longest notes, in characters: the format's rule. */
export const MAX_NOTES = 20_000;

/** A document without blocks. */
export function emptyDocument(): StrategyDocument {
  return { version: 1, blocks: [], connections: [] };
}

/** The block called `id`, if there is one. */
export function blockById(document: StrategyDocument, id: string): Block | undefined {
  return document.blocks.find((block) => block.id === id);
}

/** The wire that ends in an input port, if there is one. */
export function wireInto(document: StrategyDocument, to: PortRef): Connection | undefined {
  return document.connections.find((wire) => samePort(wire.to, to));
}

/** The names of a block's input ports that have a wire. */
export function connectedInputs(document: StrategyDocument, blockId: string): Set<string> {
  const names = new Set<string>();
  for (const wire of document.connections) {
    if (wire.to.block === blockId) names.add(wire.to.port);
  }
  return names;
}

/** The names of a block's outputs that something reads. */
export function connectedOutputs(document: StrategyDocument, blockId: string): Set<string> {
  return new Set(
    document.connections.filter(({ from }) => from.block === blockId).map(({ from }) => from.port),
  );
}

/** Whether two references mean the same port of the same block. */
export function samePort(a: PortRef, b: PortRef): boolean {
  return a.block === b.block && a.port === b.port;
}

/** A name for a wire that is the same whenever its two ends are. */
export function wireId(wire: Connection): string {
  return `${wire.from.block}.${wire.from.port}>${wire.to.block}.${wire.to.port}`;
}

/** An id that the document does not use yet: `rsi`, then `rsi_2`, `rsi_3`, … */
export function freshId(taken: ReadonlySet<string>, wanted: string): string {
  const base = wanted.replace(/_\d+$/, "").slice(0, 56);
  if (!taken.has(base)) return base;
  let n = 2;
  while (taken.has(`${base}_${n}`)) n++;
  return `${base}_${n}`;
}

/** All block ids of a document. */
export function idsOf(document: StrategyDocument): Set<string> {
  return new Set(document.blocks.map((block) => block.id));
}

/** A new block with every parameter at its default. */
export function newBlock(
  document: StrategyDocument,
  definition: Pick<BlockDefinition, "type">,
  position: Position,
): Block {
  return {
    id: freshId(idsOf(document), definition.type),
    type: definition.type,
    params: {},
    position: snapped(position),
  };
}

/** Puts blocks, and wires between them, into the document. */
export function addBlocks(
  document: StrategyDocument,
  blocks: readonly Block[],
  connections: readonly Connection[] = [],
): StrategyDocument {
  if (blocks.length === 0 && connections.length === 0) return document;
  return {
    ...document,
    blocks: [...document.blocks, ...blocks],
    connections: [...document.connections, ...connections],
  };
}

/** Takes blocks out, together with every wire that touches them. */
export function removeBlocks(
  document: StrategyDocument,
  ids: ReadonlySet<string>,
): StrategyDocument {
  const blocks = document.blocks.filter((block) => !ids.has(block.id));
  if (blocks.length === document.blocks.length) return document;
  return {
    ...document,
    blocks,
    connections: document.connections.filter((wire) =>
      !ids.has(wire.from.block) && !ids.has(wire.to.block)
    ),
  };
}

/** Moves blocks to new places. Places are taken as they are: snapping is the caller's choice. */
export function moveBlocks(
  document: StrategyDocument,
  places: ReadonlyMap<string, Position>,
): StrategyDocument {
  let changed = false;
  const blocks = document.blocks.map((block) => {
    const place = places.get(block.id);
    if (!place) return block;
    const position = { x: Math.round(place.x), y: Math.round(place.y) };
    if (block.position?.x === position.x && block.position?.y === position.y) return block;
    changed = true;
    return { ...block, position };
  });
  return changed ? { ...document, blocks } : document;
}

/** Replaces one block by what `edit` makes of it. */
export function editBlock(
  document: StrategyDocument,
  id: string,
  edit: (block: Block) => Block,
): StrategyDocument {
  let changed = false;
  const blocks = document.blocks.map((block) => {
    if (block.id !== id) return block;
    const next = edit(block);
    if (next !== block) changed = true;
    return next;
  });
  return changed ? { ...document, blocks } : document;
}

/** Gives a block a name of the trader's own; an empty one takes it away. */
export function setLabel(document: StrategyDocument, id: string, label: string): StrategyDocument {
  const trimmed = label.trim().slice(0, 80);
  return editBlock(document, id, (block) => {
    if ((block.label ?? "") === trimmed) return block;
    const { label: _old, ...rest } = block;
    return trimmed === "" ? rest : { ...rest, label: trimmed };
  });
}

/** Sets what the trader notes about the strategy; no words take the notes away. */
export function setNotes(document: StrategyDocument, notes: string): StrategyDocument {
  const kept = notes.trim() === "" ? "" : notes.slice(0, MAX_NOTES);
  if ((document.notes ?? "") === kept) return document;
  const { notes: _old, ...rest } = document;
  return kept === "" ? rest : { ...rest, notes: kept };
}

/** Connects two ports. The input's earlier wire, if any, makes room. */
export function connect(document: StrategyDocument, wire: Connection): StrategyDocument {
  const existing = wireInto(document, wire.to);
  if (existing && samePort(existing.from, wire.from)) return document;
  const clean: Connection = {
    from: { block: wire.from.block, port: wire.from.port },
    to: { block: wire.to.block, port: wire.to.port },
  };
  return {
    ...document,
    connections: [...document.connections.filter((other) => other !== existing), clean],
  };
}

/** Takes out every wire whose id is in `ids`. */
export function disconnect(
  document: StrategyDocument,
  ids: ReadonlySet<string>,
): StrategyDocument {
  const connections = document.connections.filter((wire) => !ids.has(wireId(wire)));
  return connections.length === document.connections.length
    ? document
    : { ...document, connections };
}

/** A place moved to the nearest point of the grid. */
export function snapped(position: Position): Position {
  return {
    x: Math.round(position.x / GRID) * GRID,
    y: Math.round(position.y / GRID) * GRID,
  };
}

/** Whether two documents hold the same, key order and block order aside. */
export function sameDocument(a: StrategyDocument, b: StrategyDocument): boolean {
  return a === b || fingerprint(a) === fingerprint(b);
}

/** The document as text in one fixed order, so that equal documents give equal text. */
export function fingerprint(document: StrategyDocument): string {
  const { blocks, connections, ...rest } = document;
  return JSON.stringify(ordered({
    ...rest,
    blocks: [...blocks].sort((p, q) => (p.id < q.id ? -1 : 1)),
    connections: connections.map(wireId).sort(),
  }));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([p], [q]) => (p < q ? -1 : 1))
      .map(([key, inner]) => [key, ordered(inner)]),
  );
}
