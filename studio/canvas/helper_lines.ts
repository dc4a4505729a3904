/** Lines that show where a dragged block stands level with others, and the small step that makes it exact. */

/** A rectangle in canvas units. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One line, in canvas units: at `at` on its axis, from `from` to `to` along the other. */
export interface HelperLine {
  /** `x`: an upright line at an x; `y`: a level one at a y. */
  readonly axis: "x" | "y";
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

/** How far to move, and what to draw once that is done. */
export interface Alignment {
  readonly dx: number;
  readonly dy: number;
  readonly lines: readonly HelperLine[];
}

/** Differences below this are none: half a unit is what a document's whole numbers cannot hold. */
const EXACT = 0.5;

/**
 * Aligns `moving` with the nearest of `others`: start with start, middle with middle, end with end, each axis by itself.
 *
 * @param reach how far off a block may be and still be pulled into line, in canvas units
 */
export function alignTo(moving: Box, others: readonly Box[], reach: number): Alignment {
  const across = nearest(moving, others, "x", reach);
  const down = nearest(moving, others, "y", reach);
  const dx = across?.offset ?? 0;
  const dy = down?.offset ?? 0;
  const settled = { ...moving, x: moving.x + dx, y: moving.y + dy };
  return {
    dx,
    dy,
    lines: [
      ...(across ? [lineThrough(settled, others, "x", across.part)] : []),
      ...(down ? [lineThrough(settled, others, "y", down.part)] : []),
    ],
  };
}

/** The box around several; `null` around none. */
export function boxAround(boxes: readonly Box[]): Box | null {
  const [first, ...rest] = boxes;
  if (!first) return null;
  let { x: left, y: top } = first;
  let right = left + first.width;
  let bottom = top + first.height;
  for (const box of rest) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Whether two boxes share any part of the canvas. */
export function overlaps(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width &&
    a.y < b.y + b.height && b.y < a.y + a.height;
}

type Axis = HelperLine["axis"];
/** 0 is where a box starts on an axis, 0.5 its middle, 1 its end. */
type Part = 0 | 0.5 | 1;
const PARTS: readonly Part[] = [0, 0.5, 1];

function nearest(
  moving: Box,
  others: readonly Box[],
  axis: Axis,
  reach: number,
): { offset: number; part: Part } | null {
  let best: { offset: number; part: Part } | null = null;
  for (const part of PARTS) {
    for (const other of others) {
      const offset = partOf(other, axis, part) - partOf(moving, axis, part);
      if (Math.abs(offset) > reach) continue;
      if (!best || Math.abs(offset) < Math.abs(best.offset)) best = { offset, part };
    }
  }
  return best;
}

function partOf(box: Box, axis: Axis, part: Part): number {
  return axis === "x" ? box.x + box.width * part : box.y + box.height * part;
}

/** A line through everything that stands level: from the outermost edge on one side to that on the other. */
function lineThrough(moving: Box, others: readonly Box[], axis: Axis, part: Part): HelperLine {
  const at = partOf(moving, axis, part);
  const level = others.filter((other) => Math.abs(partOf(other, axis, part) - at) < EXACT);
  const along = axis === "x" ? "y" : "x";
  const boxes = [moving, ...level];
  return {
    axis,
    at,
    from: Math.min(...boxes.map((box) => partOf(box, along, 0))),
    to: Math.max(...boxes.map((box) => partOf(box, along, 1))),
  };
}
