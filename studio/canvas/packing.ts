/**
 * Packing of a layered graph into the room there is: heights fitted within layers, layers that are too tall in several columns,
 * what has no wires in rows below.
 */
import type { Block, Position } from "../document/document.ts";
import type { Size } from "./block_size.ts";

export const COLUMN_GAP = 60;
const ROW_GAP = 24;
const SWEEPS = 12;
/** What the canvas has room for at 1440×900, with palette and result as they open at first. */
export const USUAL_ROOM: Size = { width: 1090, height: 400 };
/** Into how many parts the tallest layer is taken. */
const PARTS = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10, 13, 16];
const MOST_ROW_WIDTHS = 16;
/** How much larger an arrangement has to be drawn than a plainer one. */
const LARGER = 1.04;

/** A block in its layer; without one it is the lane of a wire that passes. */
export interface Item {
  readonly block: Block | null;
  readonly size: Size;
  readonly inbound: Link[];
  readonly outbound: Link[];
  layer: number;
  /** Top edge. */
  y: number;
}

/** A wire as seen from layout: the other block, and how much lower its port sits than ours when tops are level. */
interface Link {
  readonly other: Item;
  readonly offset: number;
}

/** A layer as it is arranged: its blocks go in turn to so many columns beside each other. */
interface Band {
  readonly items: readonly Item[];
  readonly columns: number;
  /** From each block to the next, so that blocks of one column never touch. */
  readonly steps: readonly number[];
}

function bandOf(items: readonly Item[], columns: number): Band {
  const steps = items.map((_, i) => {
    const near = items.slice(Math.max(0, i - columns + 1), i + 1);
    return (Math.max(...near.map(({ size }) => size.height)) + ROW_GAP) / columns;
  });
  return { items, columns, steps };
}

/** Fits heights: every block wants its wires level, none may touch its neighbours. */
function assignOffsets(bands: readonly Band[]): void {
  for (const { items, steps } of bands) {
    let y = 0;
    items.forEach((item, i) => {
      item.y = y;
      y += steps[i] ?? 0;
    });
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const rightwards = sweep % 2 === 0;
    for (const { items, steps } of rightwards ? bands : [...bands].reverse()) {
      const wishes = items.map((item) => {
        const both = sweep > 2 ? [...item.inbound, ...item.outbound] : null;
        const links = both ?? (rightwards ? item.inbound : item.outbound);
        if (links.length === 0) return item.y;
        return links.reduce((sum, link) => sum + link.other.y + link.offset, 0) / links.length;
      });
      const fitted = fitInOrder(wishes, steps);
      items.forEach((item, i) => {
        item.y = fitted[i] ?? item.y;
      });
    }
  }
}

type Places = ReadonlyMap<Item, Position>;

/**
 * Of all arrangements the one that is drawn largest in the room: layers taken apart into more and more columns, with the blocks
 * without wires below in rows of one length or another. One that is less plain has to be visibly larger.
 */
export function largest(layers: readonly Item[][], loose: readonly Item[], room: Size): Places {
  let best: { readonly places: Places; readonly zoom: number } | null = null;
  for (const columns of columnCounts(layers)) {
    const places = new Map<Item, Position>();
    const size = placeBands(layers.map((items, i) => bandOf(items, columns[i] ?? 1)), places);
    for (const width of rowWidths(loose, size.width)) {
      const all = new Map(places);
      const top = size.height === 0 ? 0 : size.height + 2 * ROW_GAP;
      const row = placeLoose(loose, top, width, all);
      const whole = {
        width: Math.max(size.width, row.width),
        height: Math.max(size.height, row.height),
      };
      const zoom = Math.min(room.width / whole.width, room.height / whole.height, 1);
      if (!best || zoom > best.zoom * LARGER) best = { places: all, zoom };
    }
  }
  return best?.places ?? new Map();
}

/** How many columns each layer takes: one each, then ever more for the tallest. */
function columnCounts(layers: readonly Item[][]): number[][] {
  const heights = layers.map((items) =>
    items.reduce((sum, { size }) => sum + size.height + ROW_GAP, 0)
  );
  const tallest = Math.max(0, ...heights);
  const counts = PARTS.map((parts) =>
    heights.map((height, i) =>
      Math.min(layers[i]?.length ?? 1, Math.max(1, Math.ceil(height * parts / tallest)))
    )
  );
  return counts.filter((count, i) => String(count) !== String(counts[i - 1]));
}

/** Rows as wide as what stands above them, then ever longer ones. */
function rowWidths(loose: readonly Item[], above: number): number[] {
  if (loose.length === 0) return [0];
  const widest = Math.max(...loose.map(({ size }) => size.width));
  const least = Math.max(above, 3 * widest + 2 * COLUMN_GAP);
  const all = loose.reduce((sum, { size }) => sum + size.width + COLUMN_GAP, 0);
  const widths = [least];
  for (let width = least; width < all && widths.length < MOST_ROW_WIDTHS;) {
    width += widest + COLUMN_GAP;
    widths.push(width);
  }
  return widths;
}

/** Places the layers beside each other; answers the size of the whole. */
function placeBands(bands: readonly Band[], places: Map<Item, Position>): Size {
  assignOffsets(bands);
  const items = bands.flatMap((band) => band.items);
  const top = Math.min(...items.map((item) => item.y));
  let x = 0;
  for (const { items, columns } of bands) {
    for (let column = 0; column < columns; column++) {
      const own = items.filter((_, i) => i % columns === column);
      const width = Math.max(...own.map(({ size }) => size.width));
      for (const item of own) {
        // What only gives stands at the column's right edge: its wire runs behind no wider card.
        const indent = item.inbound.length === 0 ? width - item.size.width : 0;
        places.set(item, { x: x + indent, y: item.y - top });
      }
      x += width + COLUMN_GAP;
    }
  }
  const bottoms = items.map(({ y, size }) => y + size.height - top);
  return { width: Math.max(0, x - COLUMN_GAP), height: Math.max(0, ...bottoms) };
}

/**
 * Places values in order, each at least `gaps[i]` before the next, as near to their wishes as can be (least squares, by
 * pooling neighbours that push each other).
 */
export function fitInOrder(wishes: readonly number[], gaps: readonly number[]): number[] {
  const starts: number[] = [];
  let sum = 0;
  for (let i = 0; i < wishes.length; i++) {
    starts.push(sum);
    sum += gaps[i] ?? 0;
  }
  const pools: { mean: number; count: number }[] = [];
  wishes.forEach((wish, i) => {
    let pool = { mean: wish - (starts[i] ?? 0), count: 1 };
    for (let last = pools.at(-1); last && last.mean > pool.mean; last = pools.at(-1)) {
      const count = last.count + pool.count;
      pool = { mean: (last.mean * last.count + pool.mean * pool.count) / count, count };
      pools.pop();
    }
    pools.push(pool);
  });
  const bases = pools.flatMap((pool) => Array<number>(pool.count).fill(pool.mean));
  return bases.map((base, i) => base + (starts[i] ?? 0));
}

/** Places blocks in rows that are no wider than `width`; answers how far they reach. */
function placeLoose(
  items: readonly Item[],
  top: number,
  width: number,
  places: Map<Item, Position>,
): Size {
  let [x, y, tallest, right] = [0, top, 0, 0];
  for (const item of items) {
    if (x > 0 && x + item.size.width > width) {
      [x, y, tallest] = [0, y + tallest + ROW_GAP, 0];
    }
    places.set(item, { x, y });
    right = Math.max(right, x + item.size.width);
    x += item.size.width + COLUMN_GAP;
    tallest = Math.max(tallest, item.size.height);
  }
  return { width: right, height: items.length === 0 ? 0 : y + tallest };
}
