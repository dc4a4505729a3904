/**
 * Tidy left-to-right layout in layers (after Sugiyama): a block stands one column left of the nearest block it feeds,
 * columns are ordered to cross few wires, and heights are fitted so that wires run as level as they can. Blocks without
 * wires stand in rows below. What is said below a block is part of it: no other block is laid over a sentence.
 */
import type { StrategyDocument } from "../../engine/mod.ts";
import { type Block, moveBlocks, type Position } from "../document/document.ts";
import type { Catalog } from "../document/connection_rules.ts";
import { overlaps } from "./helper_lines.ts";
import {
  blockSize,
  NO_ROOM_BELOW,
  occupiedSize,
  portOffset,
  type RoomBelow,
  type Size,
} from "./block_size.ts";
import { estimatedRoom } from "./block_message.ts";
import { drawnBlocks, drawnWires, foldedAtFirst, isDecided } from "./folding.ts";

const COLUMN_GAP = 80;
const ROW_GAP = 30;
const SWEEPS = 12;

interface Item {
  readonly block: Block;
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

/** The document with every block in its tidy place; the top left corner of the whole stays where it was. */
export function tidy(
  document: StrategyDocument,
  catalog: Catalog,
  below: RoomBelow = NO_ROOM_BELOW,
): StrategyDocument {
  return moveBlocks(document, tidyPlaces(document, catalog, below));
}

/** Where every block goes. */
export function tidyPlaces(
  document: StrategyDocument,
  catalog: Catalog,
  below: RoomBelow = NO_ROOM_BELOW,
): Map<string, Position> {
  const items = buildItems(document, catalog, below);
  const wired = items.filter((item) => item.inbound.length + item.outbound.length > 0);
  const loose = items.filter((item) => item.inbound.length + item.outbound.length === 0);
  assignLayers(wired);
  const layers = group(wired);
  order(layers);
  assignOffsets(layers);

  const places = new Map<string, Position>();
  const origin = cornerOf(drawnBlocks(document, catalog));
  let top = Infinity;
  let bottom = -Infinity;
  for (const item of wired) {
    top = Math.min(top, item.y);
    bottom = Math.max(bottom, item.y + item.size.height);
  }
  let x = origin.x;
  for (const layer of layers) {
    const width = Math.ceil(Math.max(...layer.map((item) => item.size.width)) / 10) * 10;
    for (const item of layer) {
      // What only gives stands at the column's right edge: its wire runs behind no wider card.
      const indent = item.inbound.length === 0 ? round(width - item.size.width) : 0;
      places.set(item.block.id, { x: x + indent, y: round(origin.y + item.y - top) });
    }
    x += width + COLUMN_GAP;
  }
  const belowWired = wired.length > 0 ? origin.y + (bottom - top) + 2 * ROW_GAP : origin.y;
  placeLoose(loose, origin.x, round(belowWired), Math.max(3, layers.length), places);
  return places;
}

function buildItems(document: StrategyDocument, catalog: Catalog, below: RoomBelow): Item[] {
  const items = new Map<string, Item>();
  for (const block of drawnBlocks(document, catalog)) {
    items.set(block.id, {
      block,
      size: occupiedSize(document, catalog, block, below),
      inbound: [],
      outbound: [],
      layer: 0,
      y: 0,
    });
  }
  for (const wire of drawnWires(document, catalog)) {
    const from = items.get(wire.from.block);
    const to = items.get(wire.to.block);
    if (!from || !to || from === to) continue;
    const out = portOffset(document, catalog, wire.from, "outputs");
    const into = portOffset(document, catalog, wire.to, "inputs");
    from.outbound.push({ other: to, offset: into - out });
    to.inbound.push({ other: from, offset: out - into });
  }
  return [...items.values()];
}

/** Longest path from the left, then every block is pulled right, next to the nearest block it feeds. */
function assignLayers(items: readonly Item[]): void {
  const sorted = topological(items);
  for (const item of sorted) {
    for (const { other } of item.outbound) other.layer = Math.max(other.layer, item.layer + 1);
  }
  for (const item of [...sorted].reverse()) {
    if (item.outbound.length === 0) continue;
    const nearest = Math.min(...item.outbound.map((link) => link.other.layer));
    item.layer = Math.max(item.layer, nearest - 1);
  }
}

/** Blocks before the blocks they feed. What is part of a loop comes last, in the given order, without its back wires. */
function topological(items: readonly Item[]): Item[] {
  const waiting = new Map(items.map((item) => [item, item.inbound.length]));
  const ready = items.filter((item) => item.inbound.length === 0);
  const sorted: Item[] = [];
  for (let item = ready.shift(); item; item = ready.shift()) {
    sorted.push(item);
    waiting.delete(item);
    for (const { other } of item.outbound) {
      const left = (waiting.get(other) ?? 0) - 1;
      waiting.set(other, left);
      if (left === 0) ready.push(other);
    }
  }
  return sorted;
}

function group(items: readonly Item[]): Item[][] {
  const layers: Item[][] = [];
  for (const item of items) (layers[item.layer] ??= []).push(item);
  return layers.filter((layer) => layer !== undefined);
}

/** Orders each column by the middle of its neighbours, sweeping both ways; ties keep the order they had. */
function order(layers: Item[][]): void {
  const rank = new Map<Item, number>();
  const renumber = (layer: Item[]) => layer.forEach((item, i) => rank.set(item, i));
  for (const layer of layers) {
    layer.sort((a, b) => (a.block.position?.y ?? 0) - (b.block.position?.y ?? 0));
    renumber(layer);
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const rightwards = sweep % 2 === 0;
    const pass = rightwards ? layers : [...layers].reverse();
    for (const layer of pass) {
      const middle = new Map(layer.map((item) => {
        const links = rightwards ? item.inbound : item.outbound;
        const mean = links.length === 0
          ? rank.get(item) ?? 0
          : links.reduce((sum, link) => sum + (rank.get(link.other) ?? 0) + link.offset / 1e4, 0) /
            links.length;
        return [item, mean] as const;
      }));
      layer.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
      renumber(layer);
    }
  }
}

/** Fits heights: every block wants its wires level, none may touch its neighbours. */
function assignOffsets(layers: readonly Item[][]): void {
  for (const layer of layers) {
    let y = 0;
    for (const item of layer) {
      item.y = y;
      y += item.size.height + ROW_GAP;
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const rightwards = sweep % 2 === 0;
    for (const layer of rightwards ? layers : [...layers].reverse()) {
      const wishes = layer.map((item) => {
        const both = sweep > 2 ? [...item.inbound, ...item.outbound] : null;
        const links = both ?? (rightwards ? item.inbound : item.outbound);
        if (links.length === 0) return item.y;
        return links.reduce((sum, link) => sum + link.other.y + link.offset, 0) / links.length;
      });
      const fitted = fitInOrder(wishes, layer.map((item) => item.size.height + ROW_GAP));
      layer.forEach((item, i) => {
        item.y = fitted[i] ?? item.y;
      });
    }
  }
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

function placeLoose(
  items: readonly Item[],
  left: number,
  top: number,
  columns: number,
  places: Map<string, Position>,
): void {
  let x = left;
  let y = top;
  let tallest = 0;
  items.forEach((item, i) => {
    if (i > 0 && i % columns === 0) {
      x = left;
      y += tallest + ROW_GAP;
      tallest = 0;
    }
    places.set(item.block.id, { x, y });
    x += item.size.width + COLUMN_GAP;
    tallest = Math.max(tallest, item.size.height);
  });
}

function cornerOf(blocks: readonly Block[]): Position {
  if (blocks.length === 0) return { x: 0, y: 0 };
  return {
    x: round(Math.min(...blocks.map((block) => block.position?.x ?? 0))),
    y: round(Math.min(...blocks.map((block) => block.position?.y ?? 0))),
  };
}

function round(value: number): number {
  return Math.round(value / 10) * 10;
}

/**
 * The document as it is opened. One that does not say what is folded was made before there was folding, or elsewhere: it gets
 * everything folded that can be, and is tidied where that changes its cards or where they have no room beside each other. Any is
 * tidied whose blocks have no place, or share one. Others come back as they are.
 */
export function withPlaces(document: StrategyDocument, catalog: Catalog): StrategyDocument {
  const opened = foldedAtFirst(document, catalog);
  const isRight = opened === document && hasPlaces(document, catalog) &&
    (isDecided(document) || !hasOverlaps(document, catalog));
  return isRight ? document : tidy(opened, catalog, estimatedRoom(opened, catalog));
}

function hasPlaces(document: StrategyDocument, catalog: Catalog): boolean {
  const taken = new Set<string>();
  return drawnBlocks(document, catalog).every(({ position }) => {
    const key = position ? `${position.x} ${position.y}` : "";
    const isFree = key !== "" && !taken.has(key);
    taken.add(key);
    return isFree;
  });
}

function hasOverlaps(document: StrategyDocument, catalog: Catalog): boolean {
  const boxes = document.blocks.map((block) => {
    const { width, height } = blockSize(document, catalog, block);
    return { ...block.position ?? { x: 0, y: 0 }, width: width + COLUMN_GAP / 2, height };
  });
  return boxes.some((box, k) => boxes.slice(k + 1).some((other) => overlaps(box, other)));
}
