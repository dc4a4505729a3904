/** How large a block is drawn. The views follow these numbers, so that layout can be planned without a screen. */
import type { BlockDefinition, StrategyDocument } from "../../engine/mod.ts";
import { type Block, connectedInputs } from "../document/document.ts";
import { type Catalog, visibleInputs } from "../document/connection_rules.ts";
import { type Box, boxAround } from "./helper_lines.ts";

/** A width and a height in canvas units. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Every block is this wide. */
export const BLOCK_WIDTH = 210;
/** The part with icon, name and subtitle. */
export const HEADER_HEIGHT = 52;
/** One line of ports. */
export const PORT_ROW = 24;
/** Space above and below the ports together. */
export const PORTS_PADDING = 12;

/** The size of a block with these many inputs and outputs shown. */
export function sizeFor(inputs: number, outputs: number): Size {
  const rows = Math.max(inputs, outputs);
  return {
    width: BLOCK_WIDTH,
    height: HEADER_HEIGHT + (rows > 0 ? rows * PORT_ROW + PORTS_PADDING : 0),
  };
}

/** The size of a block of a document; an unknown type is drawn without ports. */
export function blockSize(document: StrategyDocument, catalog: Catalog, block: Block): Size {
  const definition = catalog(block.type);
  if (!definition) return sizeFor(0, 0);
  return definitionSize(definition, connectedInputs(document, block.id));
}

/** The size of a block of this type with these inputs connected. */
export function definitionSize(
  definition: BlockDefinition,
  connected: ReadonlySet<string> = new Set(),
): Size {
  return sizeFor(visibleInputs(definition, connected).length, definition.outputs.length);
}

/** The height at which a port's middle sits, measured from the block's top. */
export function portOffset(index: number): number {
  return HEADER_HEIGHT + PORTS_PADDING / 2 + index * PORT_ROW + PORT_ROW / 2;
}

/** What stands below blocks, by their ids: the height of the sentence that says what is wrong, in canvas units. */
export type RoomBelow = ReadonlyMap<string, number>;

/** Nothing is wrong with any block. */
export const NO_ROOM_BELOW: RoomBelow = new Map();

/** The size of a block together with the sentence below it. */
export function occupiedSize(
  document: StrategyDocument,
  catalog: Catalog,
  block: Block,
  below: RoomBelow,
): Size {
  const { width, height } = blockSize(document, catalog, block);
  return { width, height: height + (below.get(block.id) ?? 0) };
}

/** The box around all blocks with what stands below them, in canvas units; `null` when there is none. */
export function boundsOf(
  document: StrategyDocument,
  catalog: Catalog,
  below: RoomBelow = NO_ROOM_BELOW,
): Box | null {
  return boxAround(document.blocks.map((block) => {
    const { x, y } = block.position ?? { x: 0, y: 0 };
    return { x, y, ...occupiedSize(document, catalog, block, below) };
  }));
}
