/** Where blocks go that get a card of their own again. */
import type { StrategyDocument } from "../../engine/mod.ts";
import type { Catalog } from "../document/connection_rules.ts";
import { blockById, moveBlocks } from "../document/document.ts";
import { blockSize, type RoomBelow } from "./block_size.ts";
import { foldingOf } from "./folding.ts";
import { freeSpot } from "./placement.ts";

/** Between a condition and what stands left of it, in canvas units. */
const GAP = 80;

/** `after` with everything that `before` had folded and it has not in a free place left of the condition it was in. */
export function withUnfoldedPlaced(
  before: StrategyDocument,
  after: StrategyDocument,
  catalog: Catalog,
  below: RoomBelow,
): StrategyDocument {
  const then = foldingOf(before, catalog);
  if (then.size === 0) return after;
  const now = foldingOf(after, catalog);
  let placed = after;
  for (const [id, host] of then) {
    const block = blockById(after, id);
    if (!block || now.has(id)) continue;
    // While a place is looked for it takes up none itself.
    const others = { ...placed, blocks: placed.blocks.filter((other) => other.id !== id) };
    const size = blockSize(placed, catalog, block);
    const { x, y } = blockById(placed, host.block)?.position ?? block.position ?? { x: 0, y: 0 };
    const wanted = { x: x - GAP - size.width, y };
    placed = moveBlocks(placed, new Map([[id, freeSpot(others, catalog, wanted, size, below)]]));
  }
  return placed;
}
