/**
 * Tidy left-to-right layout in layers (after Sugiyama): a block stands one layer left of the nearest block it feeds, signals at
 * the right; layers are ordered to cross few wires, and heights are fitted so that wires run as level as they can. A layer that
 * is too tall for the room takes several columns. Blocks without wires stand in rows below, risk first. What is said below a
 * block is part of it: no other block is laid over a sentence.
 */
import type { BlockFamily, StrategyDocument } from "../../engine/mod.ts";
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
import { COLUMN_GAP, type Item, largest, USUAL_ROOM } from "./packing.ts";
import { estimatedRoom } from "./block_message.ts";
import { drawnBlocks, drawnWires, foldedAtFirst, isDecided } from "./folding.ts";

const SWEEPS = 12;
/** The height of the lane that is kept free for a wire. */
const LANE = 12;

/** The document with every block in its tidy place; the top left corner of the whole stays where it was. */
export function tidy(
  document: StrategyDocument,
  catalog: Catalog,
  below: RoomBelow = NO_ROOM_BELOW,
  room: Size = USUAL_ROOM,
): StrategyDocument {
  return moveBlocks(document, tidyPlaces(document, catalog, below, room));
}

/**
 * Where every block goes.
 *
 * @param room the part of the canvas that blocks can be seen in, in pixels: the arrangement that is largest there is taken
 */
export function tidyPlaces(
  document: StrategyDocument,
  catalog: Catalog,
  below: RoomBelow = NO_ROOM_BELOW,
  room: Size = USUAL_ROOM,
): Map<string, Position> {
  const { items, wires } = buildItems(document, catalog, below);
  const familyOf = ({ block }: Item) => block && catalog(block.type)?.family;
  const wired = items.filter((item) => item.inbound.length + item.outbound.length > 0);
  const isRisk = (item: Item) => familyOf(item) === "risk";
  const unwired = items.filter((item) => item.inbound.length + item.outbound.length === 0);
  const loose = [...unwired.filter(isRisk), ...unwired.filter((item) => !isRisk(item))];
  assignLayers(wired, familyOf);
  const layers = group([...wired, ...wiresThroughLayers(wired, wires)]);
  order(layers);
  const origin = cornerOf(drawnBlocks(document, catalog));
  const places = new Map<string, Position>();
  for (const [item, { x, y }] of largest(layers, loose, room)) {
    if (item.block) places.set(item.block.id, { x: round(origin.x + x), y: round(origin.y + y) });
  }
  return places;
}

/** A wire between two cards, with the heights of its ports from their tops. */
interface ItemWire {
  readonly from: Item;
  readonly to: Item;
  readonly out: number;
  readonly into: number;
}

function buildItems(
  document: StrategyDocument,
  catalog: Catalog,
  below: RoomBelow,
): { readonly items: readonly Item[]; readonly wires: readonly ItemWire[] } {
  const items = new Map<string, Item>();
  for (const block of drawnBlocks(document, catalog)) {
    const size = occupiedSize(document, catalog, block, below);
    const y = block.position?.y ?? 0;
    items.set(block.id, { block, size, inbound: [], outbound: [], layer: 0, y });
  }
  const wires: ItemWire[] = [];
  for (const wire of drawnWires(document, catalog)) {
    const from = items.get(wire.from.block);
    const to = items.get(wire.to.block);
    if (!from || !to || from === to) continue;
    const out = portOffset(document, catalog, wire.from, "outputs");
    const into = portOffset(document, catalog, wire.to, "inputs");
    wires.push({ from, to, out, into });
    link({ from, to, out, into });
  }
  return { items: [...items.values()], wires };
}

function link({ from, to, out, into }: ItemWire): void {
  from.outbound.push({ other: to, offset: into - out });
  to.inbound.push({ other: from, offset: out - into });
}

/**
 * Longest path from the left, what ends a rule at the right. Then values are pulled right, next to the nearest block they feed,
 * and conditions as far as the others stand, so that they are read one below the other.
 */
function assignLayers(
  items: readonly Item[],
  familyOf: (item: Item) => BlockFamily | null | undefined,
): void {
  const sorted = topological(items);
  for (const item of sorted) {
    for (const { other } of item.outbound) other.layer = Math.max(other.layer, item.layer + 1);
  }
  const lastOf = (some: readonly Item[]) => Math.max(0, ...some.map(({ layer }) => layer));
  const last = lastOf(items);
  const most: Readonly<Record<BlockFamily, number>> = {
    prices: last,
    indicators: last,
    conditions: lastOf(items.filter((item) => familyOf(item) === "conditions")),
    logic: 0,
    signals: 0,
    risk: 0,
  };
  for (const item of items) {
    if (familyOf(item) === "signals" && item.outbound.length === 0) item.layer = last;
  }
  for (const item of [...sorted].reverse()) {
    if (item.outbound.length === 0) continue;
    const nearest = Math.min(...item.outbound.map((link) => link.other.layer));
    const family = familyOf(item);
    item.layer = Math.max(item.layer, Math.min(nearest - 1, family ? most[family] : 0));
  }
}

/** Keeps a lane free in each layer that a wire passes: the wire is cut into pieces from layer to layer. */
function wiresThroughLayers(items: readonly Item[], wires: readonly ItemWire[]): Item[] {
  for (const { inbound, outbound } of items) {
    inbound.length = 0;
    outbound.length = 0;
  }
  const lanes: Item[] = [];
  for (const { from, to, out, into } of wires) {
    let [last, lastOut] = [from, out];
    for (let layer = from.layer + 1; layer < to.layer; layer++) {
      const size = { width: 0, height: LANE };
      const lane: Item = { block: null, size, inbound: [], outbound: [], layer, y: from.y };
      link({ from: last, to: lane, out: lastOut, into: LANE / 2 });
      lanes.push(lane);
      [last, lastOut] = [lane, LANE / 2];
    }
    link({ from: last, to, out: lastOut, into });
  }
  return lanes;
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
    layer.sort((a, b) => a.y - b.y);
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
