/** Where a new block goes when nobody said where. */
import type { BlockDefinition, StrategyDocument } from "../../engine/mod.ts";
import { type Block, GRID, type Position, snapped } from "../document/document.ts";
import type { Catalog } from "../document/connection_rules.ts";
import {
  blockSize,
  definitionSize,
  NO_ROOM_BELOW,
  occupiedSize,
  type RoomBelow,
  type Size,
} from "./block_size.ts";
import { drawnBlocks } from "./folding.ts";

const MARGIN = 20;
const STEP_RIGHT = 80;

/**
 * The nearest place at or below `wanted` where a block of this size covers no other.
 *
 * @param below what stands below the blocks that are there, which is not covered either
 */
export function freeSpot(
  document: StrategyDocument,
  catalog: Catalog,
  wanted: Position,
  size: Size,
  below: RoomBelow = NO_ROOM_BELOW,
): Position {
  const place = { ...snapped(wanted) };
  const others = drawnBlocks(document, catalog).map((block) => ({
    x: block.position?.x ?? 0,
    y: block.position?.y ?? 0,
    ...occupiedSize(document, catalog, block, below),
  }));
  for (let tries = 0; tries <= others.length; tries++) {
    const hit = others.find((other) =>
      place.x < other.x + other.width + MARGIN && other.x < place.x + size.width + MARGIN &&
      place.y < other.y + other.height + MARGIN && other.y < place.y + size.height + MARGIN
    );
    if (!hit) break;
    place.y = Math.ceil((hit.y + hit.height + MARGIN) / GRID) * GRID;
  }
  return place;
}

/** A free place for a block that follows `after`: one column to its right, tops level. */
export function spotAfter(
  document: StrategyDocument,
  catalog: Catalog,
  after: Block,
  definition: BlockDefinition,
  below: RoomBelow = NO_ROOM_BELOW,
): Position {
  const size = blockSize(document, catalog, after);
  const wanted = {
    x: (after.position?.x ?? 0) + size.width + STEP_RIGHT,
    y: after.position?.y ?? 0,
  };
  return freeSpot(document, catalog, wanted, definitionSize(definition), below);
}

/** A free place for a block whose middle should be at `centre`. */
export function spotAround(
  document: StrategyDocument,
  catalog: Catalog,
  centre: Position,
  definition: BlockDefinition,
  below: RoomBelow = NO_ROOM_BELOW,
): Position {
  const size = definitionSize(definition);
  const wanted = { x: centre.x - size.width / 2, y: centre.y - size.height / 2 };
  return freeSpot(document, catalog, wanted, size, below);
}
