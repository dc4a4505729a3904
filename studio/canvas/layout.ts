/**
 * Tidy left-to-right layout in layers (after Sugiyama): a block stands one layer left of the nearest block it feeds, signals at
 * the right; layers are ordered to cross few wires, and heights are fitted so that wires run as level as they can. A layer that
 * is too tall for the room takes several columns. Blocks without wires stand in rows below, risk first. What is said below a
 * block is part of it: no other block is laid over a sentence.
 */
import type { StrategyDocument } from "../../engine/mod.ts";
import { type Block, type Connection, moveBlocks, type Position } from "../document/document.ts";
import { type Catalog, visibleInputs } from "../document/connection_rules.ts";
import {
  NO_ROOM_BELOW,
  occupiedSize,
  portOffset,
  type RoomBelow,
  type Size,
} from "./block_size.ts";
import { connectedInputs } from "../document/document.ts";
import { type Item, largest, USUAL_ROOM } from "./packing.ts";
import { estimatedRoom } from "./block_message.ts";

const SWEEPS = 12;

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
  const items = buildItems(document, catalog, below);
  const wired = items.filter((item) => item.inbound.length + item.outbound.length > 0);
  const isRisk = ({ block }: Item) => catalog(block.type)?.family === "risk";
  const unwired = items.filter((item) => item.inbound.length + item.outbound.length === 0);
  const loose = [...unwired.filter(isRisk), ...unwired.filter((item) => !isRisk(item))];
  assignLayers(wired, (item) => catalog(item.block.type)?.family === "signals");
  const layers = group(wired);
  order(layers);
  const origin = cornerOf(document);
  const places = new Map<string, Position>();
  for (const [item, { x, y }] of largest(layers, loose, room)) {
    places.set(item.block.id, { x: round(origin.x + x), y: round(origin.y + y) });
  }
  return places;
}

function buildItems(document: StrategyDocument, catalog: Catalog, below: RoomBelow): Item[] {
  const items = new Map<string, Item>();
  for (const block of document.blocks) {
    items.set(block.id, {
      block,
      size: occupiedSize(document, catalog, block, below),
      inbound: [],
      outbound: [],
      layer: 0,
      y: 0,
    });
  }
  for (const wire of document.connections) {
    const from = items.get(wire.from.block);
    const to = items.get(wire.to.block);
    if (!from || !to || from === to) continue;
    const { out, into } = portHeights(document, catalog, wire, from.block, to.block);
    from.outbound.push({ other: to, offset: into - out });
    to.inbound.push({ other: from, offset: out - into });
  }
  return [...items.values()];
}

function portHeights(
  document: StrategyDocument,
  catalog: Catalog,
  wire: Connection,
  from: Block,
  to: Block,
): { out: number; into: number } {
  const outputs = catalog(from.type)?.outputs ?? [];
  const target = catalog(to.type);
  const inputs = target ? visibleInputs(target, connectedInputs(document, to.id)) : [];
  const index = (list: readonly { name: string }[], name: string) =>
    Math.max(0, list.findIndex((port) => port.name === name));
  return {
    out: portOffset(index(outputs, wire.from.port)),
    into: portOffset(index(inputs, wire.to.port)),
  };
}

/** Longest path from the left, what ends a rule at the right, then every block is pulled right, next to the nearest it feeds. */
function assignLayers(items: readonly Item[], isEnd: (item: Item) => boolean): void {
  const sorted = topological(items);
  for (const item of sorted) {
    for (const { other } of item.outbound) other.layer = Math.max(other.layer, item.layer + 1);
  }
  const last = Math.max(0, ...items.map(({ layer }) => layer));
  for (const item of items) if (isEnd(item) && item.outbound.length === 0) item.layer = last;
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

function cornerOf(document: StrategyDocument): Position {
  if (document.blocks.length === 0) return { x: 0, y: 0 };
  return {
    x: round(Math.min(...document.blocks.map((block) => block.position?.x ?? 0))),
    y: round(Math.min(...document.blocks.map((block) => block.position?.y ?? 0))),
  };
}

function round(value: number): number {
  return Math.round(value / 10) * 10;
}

/**
 * The document as it can be drawn: one that was written elsewhere and has blocks without a place, or on top of each other,
 * is tidied. Others come back as they are.
 */
export function withPlaces(document: StrategyDocument, catalog: Catalog): StrategyDocument {
  const taken = new Set<string>();
  for (const { position } of document.blocks) {
    const key = position ? `${position.x} ${position.y}` : "";
    if (key === "" || taken.has(key)) {
      return tidy(document, catalog, estimatedRoom(document, catalog));
    }
    taken.add(key);
  }
  return document;
}
