/** Where the view has to stand for the whole strategy to be seen, beside what floats over the canvas. */
import type { Box } from "./helper_lines.ts";
import type { Size } from "./block_size.ts";
import type { Position } from "../document/document.ts";

/** A view of the canvas: where its origin is on screen, in pixels, and how many pixels a canvas unit takes. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** The smallest zoom that a view is fitted with: only blocks a million units apart need less. */
export const SMALLEST_ZOOM = 1e-4;
/** Pixels between the strategy and what floats over the canvas. */
const GAP = 12;
/** Pixels between the strategy and the canvas's edge, where there is room. */
const MARGIN = 24;
const NARROW_MARGIN = 14;
const NARROW_PX = 600;
/** How much smaller than it could be a view may be, so that nothing moves under the pointer. */
const LEAST_OF_FITTED = 0.6;
/** An area that is smaller, in pixels, is no place to show anything. */
const LEAST_SIDE = 48;

/**
 * The view that shows all of `content`, as large as it can be up to `maxZoom`, in an area of the frame that none of the
 * `floats` covers.
 *
 * @param content in canvas units
 * @param frame size of the canvas on screen, in pixels
 * @param floats what floats over the canvas, in pixels from its upper left corner
 */
export function fittedView(
  content: Box,
  frame: Size,
  floats: readonly Box[],
  maxZoom: number,
): View {
  let best: { readonly area: Box; readonly zoom: number } | null = null;
  for (const area of freeAreas(frame, floats)) {
    const zoom = zoomInto(content, area, maxZoom);
    const isBetter = !best || zoom > best.zoom ||
      zoom === best.zoom && sizeOf(area) > sizeOf(best.area);
    if (isBetter) best = { area, zoom };
  }
  const { area, zoom } = best ?? { area: { x: 0, y: 0, ...frame }, zoom: maxZoom };
  const x = area.x + area.width / 2 - (content.x + content.width / 2) * zoom;
  const y = area.y + area.height / 2 - (content.y + content.height / 2) * zoom;
  // Blocks that no number of a view can bring together leave it at the origin.
  return Number.isFinite(x) && Number.isFinite(y) ? { x, y, zoom } : { x: 0, y: 0, zoom };
}

/**
 * The view that shows all of `content` and leaves the point under `anchor` where it is; `null` where that is not possible, or
 * only at a much smaller size than {@link fittedView} would have.
 *
 * @param anchor a point of the frame, in pixels
 * @param from the view as it stands
 */
export function anchoredView(
  content: Box,
  frame: Size,
  floats: readonly Box[],
  maxZoom: number,
  anchor: Position,
  from: View,
): View | null {
  const fitted = fittedView(content, frame, floats, maxZoom);
  const at = { x: (anchor.x - from.x) / from.zoom, y: (anchor.y - from.y) / from.zoom };
  let zoom = 0;
  for (const area of freeAreas(frame, floats)) {
    const sides = [
      [anchor.x - area.x, at.x - content.x],
      [area.x + area.width - anchor.x, content.x + content.width - at.x],
      [anchor.y - area.y, at.y - content.y],
      [area.y + area.height - anchor.y, content.y + content.height - at.y],
    ] as const;
    if (sides.some(([room]) => room < 0)) continue;
    const most = sides.map(([room, needed]) => needed > 0 ? room / needed : Infinity);
    zoom = Math.max(zoom, Math.min(fitted.zoom, ...most));
  }
  if (zoom < LEAST_OF_FITTED * fitted.zoom) return null;
  return { x: anchor.x - at.x * zoom, y: anchor.y - at.y * zoom, zoom };
}

/** The largest area of the frame that nothing floats over, in pixels. */
export function largestFreeArea(frame: Size, floats: readonly Box[]): Box {
  return freeAreas(frame, floats).reduce((best, area) => sizeOf(area) > sizeOf(best) ? area : best);
}

/**
 * Areas that keep clear of every float: past each of them there are four ways, of which those that leave room are kept. The
 * frame itself where the floats leave no room at all.
 */
function freeAreas(frame: Size, floats: readonly Box[]): readonly [Box, ...Box[]] {
  const wanted = frame.width < NARROW_PX ? NARROW_MARGIN : MARGIN;
  const margin = Math.max(0, Math.min(wanted, frame.width / 8, frame.height / 8));
  const inner: Box = {
    x: margin,
    y: margin,
    width: Math.max(1, frame.width - 2 * margin),
    height: Math.max(1, frame.height - 2 * margin),
  };
  let areas: Box[] = [inner];
  for (const float of floats) {
    const [left, top] = [float.x - GAP, float.y - GAP];
    const [right, bottom] = [float.x + float.width + GAP, float.y + float.height + GAP];
    areas = areas.flatMap((area) => {
      const [areaRight, areaBottom] = [area.x + area.width, area.y + area.height];
      const isClear = right <= area.x || left >= areaRight || bottom <= area.y || top >= areaBottom;
      if (isClear) return [area];
      return [
        { ...area, width: left - area.x },
        { ...area, x: right, width: areaRight - right },
        { ...area, height: top - area.y },
        { ...area, y: bottom, height: areaBottom - bottom },
      ].filter(({ width, height }) => width >= LEAST_SIDE && height >= LEAST_SIDE);
    });
  }
  const [first, ...others] = areas;
  return first ? [first, ...others] : [inner];
}

function zoomInto(content: Box, area: Box, maxZoom: number): number {
  const zoom = Math.min(area.width / content.width, area.height / content.height, maxZoom);
  return Math.max(SMALLEST_ZOOM, Number.isFinite(zoom) ? zoom : maxZoom);
}

function sizeOf({ width, height }: Box): number {
  return width * height;
}
