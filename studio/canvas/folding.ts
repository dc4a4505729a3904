/**
 * Blocks that are drawn inside the condition that reads them. A block says `"folded": true`; whether it can be folded follows
 * from the wires: a value that one input of one condition reads, and whose own inputs are fed by nothing but blocks that are
 * folded with it. What cannot be folded is drawn by itself, whatever it says.
 *
 * A document in which no block says `folded` was written before there was folding, or elsewhere: it is opened with everything
 * folded that can be. One in which any block says it, be it one that cannot be folded, is drawn as it says.
 */
import type { BlockDefinition, StrategyDocument } from "../../engine/mod.ts";
import type { Catalog } from "../document/connection_rules.ts";
import {
  type Block,
  type Connection,
  editBlock,
  type PortRef,
  samePort,
} from "../document/document.ts";

/** The input in whose place a block is drawn, by the block's id. */
export type Folding = ReadonlyMap<string, PortRef>;

const NOTHING: Folding = new Map();
const known = new WeakMap<StrategyDocument, Folding>();

/** What is drawn inside conditions. Read once for each document. */
export function foldingOf(document: StrategyDocument, catalog: Catalog): Folding {
  let folding = known.get(document);
  if (folding === undefined) {
    folding = isDecided(document)
      ? foldable(document, catalog, ({ folded }) => folded === true)
      : NOTHING;
    known.set(document, folding);
  }
  return folding;
}

/** What could be drawn inside conditions, of the blocks that are `wanted` there. */
export function foldable(
  document: StrategyDocument,
  catalog: Catalog,
  wanted: (block: Block) => boolean = () => true,
): Folding {
  const blocks = new Map(document.blocks.map((block) => [block.id, block]));
  const into = Map.groupBy(document.connections, ({ to }) => to.block);
  const readers = new Map<string, number>();
  for (const { from } of document.connections) {
    readers.set(from.block, (readers.get(from.block) ?? 0) + 1);
  }
  /** A block with all that feeds it; `null` where one of them has to stay outside. */
  const whole = (wire: Connection): string[] | null => {
    const block = blocks.get(wire.from.block);
    const definition = block && catalog(block.type);
    if (!block || !definition || !givesValue(definition, wire.from.port)) return null;
    if (readers.get(block.id) !== 1 || !wanted(block)) return null;
    const parts = [block.id];
    for (const feed of into.get(block.id) ?? []) {
      const more = isOnly(feed, into) ? whole(feed) : null;
      if (more === null) return null;
      parts.push(...more);
    }
    return parts;
  };
  const hosts = new Map<string, PortRef>();
  for (const condition of document.blocks) {
    if (!isCondition(catalog(condition.type))) continue;
    for (const wire of into.get(condition.id) ?? []) {
      if (!isOnly(wire, into) || !readsValue(catalog(condition.type), wire.to.port)) continue;
      for (const id of whole(wire) ?? []) hosts.set(id, wire.to);
    }
  }
  return hosts;
}

/** Whether a block says something about folding, and with it the document. */
export function isDecided(document: StrategyDocument): boolean {
  return document.blocks.some(({ folded }) => folded === true);
}

/** The blocks that have a card of their own. */
export function drawnBlocks(document: StrategyDocument, catalog: Catalog): readonly Block[] {
  const folding = foldingOf(document, catalog);
  return folding.size === 0
    ? document.blocks
    : document.blocks.filter(({ id }) => !folding.has(id));
}

/** The wires between blocks that have a card of their own. */
export function drawnWires(document: StrategyDocument, catalog: Catalog): readonly Connection[] {
  const folding = foldingOf(document, catalog);
  return folding.size === 0
    ? document.connections
    : document.connections.filter(({ from }) => !folding.has(from.block));
}

/** The block on whose card a block is found: itself, or the condition that it is folded into. */
export function cardOf(document: StrategyDocument, catalog: Catalog, blockId: string): string {
  return foldingOf(document, catalog).get(blockId)?.block ?? blockId;
}

/** What is folded into a condition, or into one input of it, in the document's order. */
export function foldedInto(
  document: StrategyDocument,
  catalog: Catalog,
  conditionId: string,
  port?: string,
): readonly string[] {
  return [...foldingOf(document, catalog)].flatMap(([id, host]) =>
    host.block === conditionId && (port === undefined || host.port === port) ? [id] : []
  );
}

/** What could be folded into one input of a condition. */
export function foldableInto(
  document: StrategyDocument,
  catalog: Catalog,
  input: PortRef,
): ReadonlySet<string> {
  return new Set(
    [...foldable(document, catalog)].flatMap(([id, host]) => samePort(host, input) ? [id] : []),
  );
}

/** Blocks together with what is folded into them. */
export function withFolded(
  document: StrategyDocument,
  catalog: Catalog,
  ids: ReadonlySet<string>,
): ReadonlySet<string> {
  const folding = foldingOf(document, catalog);
  const more = [...folding].flatMap(([id, host]) => ids.has(host.block) ? [id] : []);
  return more.length === 0 ? ids : new Set([...ids, ...more]);
}

/** The document with everything folded that can be, where it has not decided that itself. */
export function foldedAtFirst(document: StrategyDocument, catalog: Catalog): StrategyDocument {
  return isDecided(document)
    ? document
    : marked(document, new Set(foldable(document, catalog).keys()));
}

/** The document with `ids` folded, besides what is. */
export function marked(document: StrategyDocument, ids: ReadonlySet<string>): StrategyDocument {
  let next = document;
  for (const id of ids) {
    next = editBlock(next, id, (block) => block.folded ? block : { ...block, folded: true });
  }
  return next;
}

/** The document with `ids` unfolded. */
export function unmarked(
  document: StrategyDocument,
  catalog: Catalog,
  ids: ReadonlySet<string>,
): StrategyDocument {
  let next = document;
  for (const id of ids) {
    next = editBlock(next, id, (block) => {
      const { folded, ...rest } = block;
      return folded ? rest : block;
    });
  }
  return decided(next, catalog);
}

/**
 * The document as an editor leaves it: where something could be folded and nothing is, a condition says `folded`. It cannot be
 * folded itself, so that nothing is; without it the document would be opened with everything folded.
 */
export function decided(document: StrategyDocument, catalog: Catalog): StrategyDocument {
  if (isDecided(document)) return document;
  const [host] = foldable(document, catalog).values();
  return host ? marked(document, new Set([host.block])) : document;
}

/** Whether a block's inputs are drawn on its card, with what is folded into them. */
export function isCondition(definition: BlockDefinition | undefined): boolean {
  return definition?.family === "conditions";
}

function givesValue(definition: BlockDefinition, port: string): boolean {
  return (definition.family === "prices" || definition.family === "indicators") &&
    definition.outputs.some(({ name, kind }) => name === port && kind === "series");
}

function readsValue(definition: BlockDefinition | undefined, port: string): boolean {
  return definition?.inputs.some(({ name, kind }) => name === port && kind === "series") ?? false;
}

/** Whether a wire has its input for itself. */
function isOnly({ to }: Connection, into: ReadonlyMap<string, readonly Connection[]>): boolean {
  return into.get(to.block)?.filter((wire) => wire.to.port === to.port).length === 1;
}
