/** A strategy whose text was edited: what the text leaves as it is keeps its place, its name and its id. */
import type { StrategyDocument } from "../../engine/mod.ts";
import {
  type Block,
  connectedInputs,
  type Connection,
  freshId,
  idsOf,
} from "../document/document.ts";
import type { Catalog } from "../document/connection_rules.ts";
import { effectiveParams } from "../document/params.ts";
import type { RoomBelow } from "../canvas/block_size.ts";
import { withNewFolded, withNewPlaced } from "./place_new.ts";

/**
 * The document that `said` describes, built from the blocks of `before` as far as they are in it. Blocks that the text could not
 * speak of, because nothing reads them, stay; so do the notes.
 */
export function rebuilt(
  before: StrategyDocument,
  said: StrategyDocument,
  catalog: Catalog,
  below?: RoomBelow,
): StrategyDocument {
  const spoken = spokenOf(before, catalog);
  const pairs = pairsOf(spoken, said, catalog);
  const taken = idsOf(before);
  const names = new Map<string, string>();
  const fresh = new Set<string>();
  for (const { id } of said.blocks) {
    const kept = pairs.get(id)?.id;
    const name = kept ?? freshId(taken, id.replaceAll("-", "_"));
    taken.add(name);
    names.set(id, name);
    if (kept === undefined) fresh.add(name);
  }
  const isSetAs = (old: Block, block: Block) =>
    JSON.stringify(settingsOf(old, before, catalog)) ===
      JSON.stringify(settingsOf(block, said, catalog));
  const blocks = said.blocks.map((block): Block => {
    const old = pairs.get(block.id);
    const { position: _none, ...rest } = block;
    if (old) return isSetAs(old, block) ? old : { ...old, params: block.params };
    return { ...rest, id: names.get(block.id)! };
  });
  const loose = before.blocks.filter(({ id }) => !idsOf(spoken).has(id));
  const connections = said.connections.map(({ from, to }): Connection => ({
    from: { block: names.get(from.block)!, port: from.port },
    to: { block: names.get(to.block)!, port: to.port },
  }));
  const looseIds = new Set(loose.map(({ id }) => id));
  const stays = new Set([...looseIds, ...names.values()]);
  const looseWires = before.connections.filter(({ from, to }) =>
    looseIds.has(to.block) && stays.has(from.block)
  );
  const document: StrategyDocument = {
    version: 1,
    blocks: inOrderOf(before, [...loose, ...blocks]),
    connections: [...connections, ...looseWires],
    ...(before.notes === undefined ? {} : { notes: before.notes }),
  };
  return withNewPlaced(
    withNewFolded(document, catalog, fresh),
    catalog,
    fresh,
    below ? { below } : {},
  );
}

/** The blocks that a reading speaks of: those with a role, the first of each kind, and all that leads to them. */
function spokenOf(document: StrategyDocument, catalog: Catalog): StrategyDocument {
  const kinds = new Set<string>();
  const open: string[] = [];
  for (const { id, type } of document.blocks) {
    const kind = catalog(type)?.role?.kind;
    if (kind === undefined || kinds.has(kind)) continue;
    kinds.add(kind);
    open.push(id);
  }
  const found = new Set(open);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { from, to } of document.connections) {
      if (to.block !== id || found.has(from.block)) continue;
      found.add(from.block);
      open.push(from.block);
    }
  }
  return {
    version: 1,
    blocks: document.blocks.filter(({ id }) => found.has(id)),
    connections: document.connections.filter(({ from, to }) =>
      found.has(from.block) && found.has(to.block)
    ),
  };
}

/** Which block of `before` each block of `after` is: first those that mean the same, then those that stand in the same place. */
function pairsOf(
  before: StrategyDocument,
  after: StrategyDocument,
  catalog: Catalog,
): Map<string, Block> {
  const meanings = new Map<string, number>();
  const meaningsBefore = meaningsOf(before, catalog, meanings);
  const meaningsAfter = meaningsOf(after, catalog, meanings);
  const pairs = new Map<string, Block>();
  const used = new Set<string>();
  const pair = (id: string, block: Block) => {
    pairs.set(id, block);
    used.add(block.id);
  };
  for (const { id } of after.blocks) {
    const same = before.blocks.find((block) =>
      !used.has(block.id) && meaningsBefore.get(block.id) === meaningsAfter.get(id)
    );
    if (same) pair(id, same);
  }
  const beforeById = new Map(before.blocks.map((block) => [block.id, block]));
  const seen = new Set<string>();
  const walk = (newId: string, oldId: string) => {
    if (seen.has(newId)) return;
    seen.add(newId);
    const old = beforeById.get(oldId);
    const type = after.blocks.find(({ id }) => id === newId)?.type;
    if (!old || old.type !== type) return;
    if (!pairs.has(newId) && !used.has(oldId)) pair(newId, old);
    for (const { from, to } of after.connections.filter((wire) => wire.to.block === newId)) {
      const wire = before.connections.find((other) =>
        other.to.block === oldId && other.to.port === to.port
      );
      if (wire) walk(from.block, wire.from.block);
    }
  };
  for (const { id, type } of after.blocks) {
    const kind = catalog(type)?.role?.kind;
    const old = kind && before.blocks.find((block) => catalog(block.type)?.role?.kind === kind);
    if (old) walk(id, old.id);
  }
  return pairs;
}

/** A number for what each block computes; equal numbers, equal values. Blocks in a circle have none. */
function meaningsOf(
  document: StrategyDocument,
  catalog: Catalog,
  known: Map<string, number>,
): Map<string, number> {
  const blocks = new Map(document.blocks.map((block) => [block.id, block]));
  const found = new Map<string, number>();
  const open = new Set<string>();
  const of = (id: string): number | null => {
    const before = found.get(id);
    if (before !== undefined) return before;
    const block = blocks.get(id);
    if (!block || open.has(id)) return null;
    open.add(id);
    const inputs = document.connections.filter(({ to }) => to.block === id)
      .map(({ from, to }) => [to.port, of(from.block), from.port] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    open.delete(id);
    if (inputs.some(([, source]) => source === null)) return null;
    const key = JSON.stringify([block.type, settingsOf(block, document, catalog), inputs]);
    const number = known.get(key) ?? known.size;
    known.set(key, number);
    found.set(id, number);
    return number;
  };
  for (const { id } of document.blocks) of(id);
  return found;
}

/** What a block is set to, as far as it has an effect. */
function settingsOf(
  block: Block,
  document: StrategyDocument,
  catalog: Catalog,
): [string, unknown][] {
  const definition = catalog(block.type);
  if (!definition) return Object.entries(block.params);
  const params = effectiveParams(definition, block.params);
  const connected = connectedInputs(document, block.id);
  return definition.params
    .filter(({ name, when }) => name in params && (when?.(params, connected) ?? true))
    .map(({ name }) => [name, params[name]]);
}

/** Blocks in the order in which they were, new ones last. */
function inOrderOf(before: StrategyDocument, blocks: readonly Block[]): Block[] {
  const order = new Map(before.blocks.map(({ id }, k) => [id, k]));
  return [...blocks].sort((a, b) =>
    (order.get(a.id) ?? Infinity) - (order.get(b.id) ?? Infinity) || 0
  );
}
