/** Where blocks go that were made from words, beside blocks that have their places. */
import type { StrategyDocument } from "../../engine/mod.ts";
import { type Block, blockById, GRID, moveBlocks, type Position } from "../document/document.ts";
import type { Catalog } from "../document/connection_rules.ts";
import { blockSize, type RoomBelow } from "../canvas/block_size.ts";
import { freeSpot, spotByRole } from "../canvas/placement.ts";
import { foldable, marked } from "../canvas/folding.ts";
import { tidy } from "../canvas/layout.ts";

const COLUMN_GAP = 80;

/** The document with those of its new blocks folded that can be: they are read by one condition alone. */
export function withNewFolded(
  document: StrategyDocument,
  catalog: Catalog,
  fresh: ReadonlySet<string>,
): StrategyDocument {
  const wanted = ({ id, folded }: Block) => fresh.has(id) || folded === true;
  const ids = [...foldable(document, catalog, wanted).keys()].filter((id) => fresh.has(id));
  return marked(document, new Set(ids));
}

/**
 * Gives places to the new blocks of a document: left of what reads them, else right of what feeds them, else below; no
 * block covers another. Where all blocks are new the whole is laid out.
 *
 * @param near where the first block goes; another without wires goes where blocks that play its part stand
 */
export function withNewPlaced(
  document: StrategyDocument,
  catalog: Catalog,
  fresh: ReadonlySet<string>,
  { near, below }: { readonly near?: Position; readonly below?: RoomBelow } = {},
): StrategyDocument {
  if (fresh.size === document.blocks.length) return tidy(document, catalog, below);
  const waiting = new Set(fresh);
  let next = document;
  while (waiting.size > 0) {
    const placed = { ...next, blocks: next.blocks.filter(({ id }) => !waiting.has(id)) };
    const { block, wanted } = nextToPlace(next, placed, catalog, waiting, near);
    const spot = freeSpot(placed, catalog, wanted, blockSize(next, catalog, block), below);
    next = withPlace(next, block.id, distinct(placed, spot));
    waiting.delete(block.id);
  }
  return next;
}

/** The block beside one that has its place already, or the last in a chain of new ones. */
function nextToPlace(
  document: StrategyDocument,
  placed: StrategyDocument,
  catalog: Catalog,
  waiting: ReadonlySet<string>,
  near: Position | undefined,
): { block: Block; wanted: Position } {
  const open = document.blocks.filter(({ id }) => waiting.has(id));
  for (const block of open) {
    const wire = document.connections.find(({ from, to }) =>
      from.block === block.id && !waiting.has(to.block)
    );
    const reader = wire && blockById(placed, wire.to.block);
    if (!reader) continue;
    const { width } = blockSize(document, catalog, block);
    return { block, wanted: { x: placeOf(reader).x - COLUMN_GAP - width, y: placeOf(reader).y } };
  }
  for (const block of open) {
    const wire = document.connections.find(({ from, to }) =>
      to.block === block.id && !waiting.has(from.block)
    );
    const source = wire && blockById(placed, wire.from.block);
    if (!source) continue;
    const { width } = blockSize(document, catalog, source);
    return { block, wanted: { x: placeOf(source).x + width + COLUMN_GAP, y: placeOf(source).y } };
  }
  // What no other new block reads: its own sources go left of it afterwards.
  const last =
    open.find(({ id }) =>
      !document.connections.some(({ from, to }) => from.block === id && waiting.has(to.block))
    ) ?? open[0]!;
  const definition = catalog(last.type);
  const centre = near ?? { x: 0, y: 0 };
  return {
    block: last,
    wanted: definition
      ? spotByRole(placed, catalog, {
        definition,
        size: blockSize(document, catalog, last),
        centre,
      })
      : centre,
  };
}

/** Below it by as little as it takes to be no other block's place: what is folded takes no room, and is told apart still. */
function distinct({ blocks }: StrategyDocument, { x, y }: Position): Position {
  let place = { x, y };
  while (blocks.some(({ position }) => position?.x === place.x && position.y === place.y)) {
    place = { x, y: place.y + GRID };
  }
  return place;
}

function placeOf({ position }: Block): Position {
  return position ?? { x: 0, y: 0 };
}

function withPlace(document: StrategyDocument, id: string, place: Position): StrategyDocument {
  return moveBlocks(document, new Map([[id, place]]));
}
