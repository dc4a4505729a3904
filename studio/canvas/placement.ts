/** Where a new block goes when nobody said where. */
import type { BlockDefinition, BlockFamily, StrategyDocument } from "../../engine/mod.ts";
import { GRID, moveBlocks, type Position, snapped } from "../document/document.ts";
import type { Catalog } from "../document/connection_rules.ts";
import { NO_ROOM_BELOW, occupiedSize, type RoomBelow, type Size } from "./block_size.ts";
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

/** The parts that blocks play, in the order in which a strategy is read; risk stands below all of them. */
const ROLES: readonly BlockFamily[] = ["prices", "conditions", "logic", "signals"];

/**
 * A free place for a new block by the part it plays: values left of conditions, these left of logic, signals on the right,
 * risk below.
 *
 * @param reads the blocks that it will read: it stands right of them, at the middle of their height
 * @param centre where the first block goes
 */
export function spotByRole(
  document: StrategyDocument,
  catalog: Catalog,
  { definition, size, reads = [], centre, below = NO_ROOM_BELOW }: {
    readonly definition: BlockDefinition;
    readonly size: Size;
    readonly reads?: readonly string[];
    readonly centre: Position;
    readonly below?: RoomBelow;
  },
): Position {
  const boxes = drawnBlocks(document, catalog).map((block) => ({
    id: block.id,
    rank: rankOf(catalog(block.type)),
    x: block.position?.x ?? 0,
    y: block.position?.y ?? 0,
    ...occupiedSize(document, catalog, block, below),
  }));
  const free = (wanted: Position) => freeSpot(document, catalog, wanted, size, below);
  const rank = rankOf(definition);
  const read = boxes.filter(({ id }) => reads.includes(id));
  if (read.length > 0) {
    const middle = read.reduce((sum, { y, height }) => sum + y + height / 2, 0) / read.length;
    const x = Math.max(...read.map((box) => box.x + box.width)) + STEP_RIGHT;
    const column = boxes.find((box) => box.rank === rank && box.x >= x);
    return free({ x: column?.x ?? x, y: middle - size.height / 2 });
  }
  if (boxes.length === 0) {
    return free({ x: centre.x - size.width / 2, y: centre.y - size.height / 2 });
  }
  const top = Math.min(...boxes.map(({ y }) => y));
  const alike = boxes.filter((box) => box.rank === rank);
  const last = alike.at(-1);
  if (rank === RISK) {
    if (last) return free({ x: last.x + last.width + MARGIN, y: last.y });
    const x = Math.min(...boxes.map((box) => box.x));
    return free({ x, y: Math.max(...boxes.map((box) => box.y + box.height)) + 2 * MARGIN });
  }
  if (last) return free({ x: last.x, y: last.y + last.height + MARGIN });
  const left = boxes.filter((box) => box.rank < rank);
  if (left.length > 0) {
    return free({ x: Math.max(...left.map((box) => box.x + box.width)) + STEP_RIGHT, y: top });
  }
  const right = boxes.filter((box) => box.rank > rank && box.rank !== RISK);
  if (right.length > 0) {
    return free({ x: Math.min(...right.map((box) => box.x)) - STEP_RIGHT - size.width, y: top });
  }
  // Nothing but risk so far.
  return free({
    x: Math.min(...boxes.map((box) => box.x)),
    y: top - size.height - 2 * MARGIN,
  });
}

const RISK = ROLES.length;

function rankOf(definition: BlockDefinition | undefined): number {
  const family = definition?.family === "indicators" ? "prices" : definition?.family;
  const rank = ROLES.findIndex((role) => role === family);
  return rank < 0 ? RISK : rank;
}

/**
 * The document with room for a block that stands right of others: what plays a later part and would be covered by its column
 * moves to the right.
 */
export function withRoomFor(
  document: StrategyDocument,
  catalog: Catalog,
  { definition, size, place }: {
    readonly definition: BlockDefinition;
    readonly size: Size;
    readonly place: Position;
  },
): StrategyDocument {
  const rank = rankOf(definition);
  const later = drawnBlocks(document, catalog).filter((block) => {
    const other = rankOf(catalog(block.type));
    return other > rank && other !== RISK && (block.position?.x ?? 0) >= place.x;
  });
  const first = Math.min(...later.map((block) => block.position?.x ?? 0));
  const push = Math.ceil((place.x + size.width + STEP_RIGHT - first) / GRID) * GRID;
  return rank === RISK || later.length === 0 || push <= 0 ? document : moveBlocks(
    document,
    new Map(later.map(({ id, position }) => [id, {
      x: (position?.x ?? 0) + push,
      y: position?.y ?? 0,
    }])),
  );
}
