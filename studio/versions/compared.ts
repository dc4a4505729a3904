/** Two versions side by side on one canvas: the later one, with what is gone from the earlier one as ghosts. */
import type { StrategyDocument } from "../../engine/mod.ts";
import { type Block, moveBlocks } from "../document/document.ts";
import { blockSize } from "../canvas/block_size.ts";
import type { Catalog } from "../document/connection_rules.ts";
import { freeSpot } from "../canvas/placement.ts";
import type { ChangeKind } from "./change_signs.ts";
import { compareVersions, type Comparison } from "./version_compare.ts";
import type { SavedVersion } from "../document/strategy_api.ts";

/** One side: a saved version, or the canvas as it is (`version` is `null`). */
export interface Side {
  readonly version: SavedVersion | null;
  readonly document: StrategyDocument;
}

/** What the compare view shows. */
export interface Compared {
  readonly before: Side;
  readonly after: Side;
  readonly comparison: Comparison;
  /** The later document with the blocks and wires of the earlier one that it lacks. */
  readonly drawn: StrategyDocument;
  /** What happened to a block or a wire, by the block's id or the wire's; what is not in here stayed as it was. */
  readonly marks: ReadonlyMap<string, ChangeKind>;
}

/** Compares two sides and lays them over each other. */
export function compareSides(before: Side, after: Side, catalog: Catalog): Compared {
  const comparison = compareVersions(before.document, after.document, catalog);
  const marks = new Map<string, ChangeKind>();
  for (const { blockId, kind } of comparison.blocks) marks.set(blockId, kind);
  for (const { wireId, kind } of comparison.wires) marks.set(wireId, kind);
  return { before, after, comparison, marks, drawn: overlaid(before, after, comparison, catalog) };
}

function overlaid(
  before: Side,
  after: Side,
  comparison: Comparison,
  catalog: Catalog,
): StrategyDocument {
  const gone = new Set(
    comparison.blocks.filter(({ kind }) => kind === "removed").map(({ blockId }) => blockId),
  );
  let drawn: StrategyDocument = {
    ...after.document,
    connections: [
      ...after.document.connections,
      ...comparison.wires.filter(({ kind }) => kind === "removed").map(({ wire }) => wire),
    ],
  };
  for (const ghost of before.document.blocks) {
    if (gone.has(ghost.id)) drawn = withGhost(drawn, ghost, before.document, catalog);
  }
  return drawn;
}

/** Where the block stood, or the nearest free place below: what took its place must not be covered. */
function withGhost(
  drawn: StrategyDocument,
  ghost: Block,
  home: StrategyDocument,
  catalog: Catalog,
): StrategyDocument {
  const place = freeSpot(
    drawn,
    catalog,
    ghost.position ?? { x: 0, y: 0 },
    blockSize(home, catalog, ghost),
  );
  return moveBlocks({ ...drawn, blocks: [...drawn.blocks, ghost] }, new Map([[ghost.id, place]]));
}
