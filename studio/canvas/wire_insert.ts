/** Putting a block into a wire: what came in goes through it, and on to where the wire led. */
import type { StrategyDocument } from "../../engine/mod.ts";
import { bestInput, bestOutput, type Catalog } from "../document/connection_rules.ts";
import { blockSize } from "./block_size.ts";
import {
  blockById,
  connect,
  type Connection,
  GRID,
  moveBlocks,
  type Position,
} from "../document/document.ts";
import { freeSpot } from "./placement.ts";

/** Between two columns of blocks, in canvas units. */
const COLUMN_GAP = 80;
/** What has to be left on either side of a block that stays where it was let go. */
const MARGIN = 30;

/**
 * The document with one of its blocks put into a wire; `null` when the block does not fit: it has no input and output of the
 * wire's kind, or it is wired already.
 */
export function insertedInto(
  document: StrategyDocument,
  catalog: Catalog,
  blockId: string,
  wire: Connection,
): StrategyDocument | null {
  const isWired = document.connections.some(({ from, to }) =>
    from.block === blockId || to.block === blockId
  );
  if (isWired) return null;
  const input = bestInput(document, catalog, wire.from, blockId);
  const output = bestOutput(document, catalog, wire.to, blockId);
  if (!input || !output) return null;
  const through = connect(document, { from: wire.from, to: input });
  return withRoom(connect(through, { from: output, to: wire.to }), catalog, blockId, wire);
}

/** The block between the two it was put between: where it is if that is free, else what lies to the right makes room. */
function withRoom(
  document: StrategyDocument,
  catalog: Catalog,
  blockId: string,
  wire: Connection,
): StrategyDocument {
  const [block, before, after] = [blockId, wire.from.block, wire.to.block].map((id) =>
    blockById(document, id)
  );
  if (!block || !before || !after) return document;
  const others = { ...document, blocks: document.blocks.filter((other) => other !== block) };
  const size = blockSize(document, catalog, block);
  const [place, from, to] = [placeOf(block), placeOf(before), placeOf(after)];
  const end = from.x + blockSize(document, catalog, before).width;
  // A wire that runs back has no column between its ends.
  if (to.x < end) return moveTo(document, blockId, freeSpot(others, catalog, place, size));
  const isBetween = place.x >= end + MARGIN && place.x + size.width + MARGIN <= to.x;
  const free = freeSpot(others, catalog, place, size);
  if (isBetween && free.y === place.y) return document;

  const left = Math.ceil((end + COLUMN_GAP) / GRID) * GRID;
  const push = Math.max(0, Math.ceil((left + size.width + COLUMN_GAP - to.x) / GRID) * GRID);
  const places = new Map(
    others.blocks
      .filter((other) => placeOf(other).x >= to.x)
      .map((other) => [other.id, { x: placeOf(other).x + push, y: placeOf(other).y }]),
  );
  const pushed = moveBlocks(others, places);
  const wanted = { x: left, y: (from.y + to.y) / 2 };
  const spot = freeSpot(pushed, catalog, wanted, size);
  return moveBlocks(document, places.set(blockId, spot));
}

function moveTo(document: StrategyDocument, blockId: string, place: Position): StrategyDocument {
  return moveBlocks(document, new Map([[blockId, place]]));
}

function placeOf({ position }: { readonly position?: Position }): Position {
  return position ?? { x: 0, y: 0 };
}
