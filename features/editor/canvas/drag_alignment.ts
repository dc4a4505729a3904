/** Blocks that are being dragged, pulled level with those that stay. */
import type { Position, StrategyDocument } from "../../../studio/document/document.ts";
import { blockSize, type Size } from "../../../studio/canvas/block_size.ts";
import { drawnBlocks } from "../../../studio/canvas/folding.ts";
import type { Catalog } from "../../../studio/document/connection_rules.ts";
import {
  alignTo,
  type Box,
  boxAround,
  type HelperLine,
  overlaps,
} from "../../../studio/canvas/helper_lines.ts";

/** How near blocks must come to be pulled into line, in pixels of the screen. */
const REACH_PX = 6;
/** In canvas units at most: less than a step of the grid, so that the next point of it stays within reach. */
const REACH_UNITS = 8;

/** What of the canvas is on screen. */
export interface CanvasView {
  /** React Flow's transform: where the canvas's origin is on screen, and the zoom. */
  readonly transform: readonly [x: number, y: number, zoom: number];
  readonly width: number;
  readonly height: number;
}

/**
 * Where the dragged blocks should be drawn, and the lines that say why. They move together: as one box, aligned with the
 * blocks that are on screen.
 */
export function alignDragged(
  document: StrategyDocument,
  catalog: Catalog,
  places: ReadonlyMap<string, Position>,
  measured: ReadonlyMap<string, Size>,
  view: CanvasView,
): { places: ReadonlyMap<string, Position>; lines: readonly HelperLine[] } {
  const [originX, originY, zoom] = view.transform;
  const seen: Box = {
    x: -originX / zoom,
    y: -originY / zoom,
    width: view.width / zoom,
    height: view.height / zoom,
  };
  const moving: Box[] = [];
  const staying: Box[] = [];
  for (const block of drawnBlocks(document, catalog)) {
    const place = places.get(block.id);
    const { x, y } = place ?? block.position ?? { x: 0, y: 0 };
    const size = measured.get(block.id) ?? blockSize(document, catalog, block);
    const box = { x, y, width: size.width, height: size.height };
    if (place) moving.push(box);
    else if (overlaps(box, seen)) staying.push(box);
  }
  const whole = boxAround(moving);
  if (!whole) return { places, lines: [] };
  const { dx, dy, lines } = alignTo(whole, staying, Math.min(REACH_PX / zoom, REACH_UNITS));
  if (dx === 0 && dy === 0) return { places, lines };
  const moved = new Map([...places].map(([id, { x, y }]) => [id, { x: x + dx, y: y + dy }]));
  return { places: moved, lines };
}
