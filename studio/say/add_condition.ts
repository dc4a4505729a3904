/** A condition that was said becomes blocks of a strategy, joined to what it already says. */
import type { StrategyDocument } from "../../engine/mod.ts";
import {
  addBlocks,
  type Block,
  blockById,
  connect,
  type Connection,
  disconnect,
  freshId,
  idsOf,
  newBlock,
  type PortRef,
  type Position,
  wireId,
  wireInto,
} from "../document/document.ts";
import type { Catalog } from "../document/connection_rules.ts";
import { adopted } from "../document/clipboard.ts";
import type { RoomBelow } from "../canvas/block_size.ts";
import type { SaidCondition } from "./said_condition.ts";
import { conditionWords } from "./sentence_grammar.ts";
import { withNewFolded, withNewPlaced } from "./place_new.ts";

/** A part of a strategy that conditions can be added to. */
export type Clause = "entry" | "exit";
export type Join = "and" | "or";

/** A document with a condition put into it. */
export interface WithCondition {
  readonly document: StrategyDocument;
  /** The block that says whether the condition is met. */
  readonly blockId: string;
  /** What it says: "RSI(14) is below 30". */
  readonly words: string;
}

interface Places {
  readonly near?: Position;
  readonly below?: RoomBelow;
}

/**
 * Adds a condition to when a strategy buys or sells. An *and* or *or* block that the clause ends in takes it up; else one is put
 * in. A strategy that does not buy or sell yet gets the signal for it.
 */
export function addToClause(
  document: StrategyDocument,
  catalog: Catalog,
  condition: SaidCondition,
  clause: Clause,
  join: Join,
  places: Places = {},
): WithCondition {
  const { next, fresh, signal } = adopt(document, condition);
  const role = next.blocks.find(({ type }) => catalog(type)?.role?.kind === clause);
  const wired = role
    ? joined(next, catalog, role, signal, join)
    : withSignalBlock(next, catalog, clause, signal);
  for (const id of idsOf(wired)) if (!idsOf(document).has(id)) fresh.add(id);
  return told(finished(wired, catalog, fresh, places), signal);
}

/**
 * Adds a condition for itself. Where one block waits for it – the selected one, or the only one that does – it is connected.
 */
export function addCondition(
  document: StrategyDocument,
  catalog: Catalog,
  condition: SaidCondition,
  { beside, ...places }: Places & { readonly beside?: string | null } = {},
): WithCondition & { readonly into: string | null } {
  const { next, fresh, signal } = adopt(document, condition);
  const waiting = waitingInputs(document, catalog);
  const chosen = beside
    ? waiting.find(({ block }) => block === beside)
    : waiting.length === 1
    ? waiting[0]
    : undefined;
  const wired = chosen ? connect(next, { from: signal, to: chosen }) : next;
  const placed = finished(wired, catalog, fresh, places);
  return { ...told(placed, signal), into: chosen?.block ?? null };
}

/** The blocks of the condition in the document, under names that are free. */
function adopt(
  document: StrategyDocument,
  { document: said, signal }: SaidCondition,
): { next: StrategyDocument; fresh: Set<string>; signal: PortRef } {
  const { blocks, connections } = adopted(document, said, { x: 0, y: 0 });
  const at = said.blocks.findIndex(({ id }) => id === signal.block);
  return {
    next: addBlocks(document, blocks.map(withoutPlace), connections),
    fresh: new Set(blocks.map(({ id }) => id)),
    signal: { block: blocks[at]!.id, port: signal.port },
  };
}

/** What is new is drawn inside of its condition where it can be, and has its place. */
function finished(
  document: StrategyDocument,
  catalog: Catalog,
  fresh: ReadonlySet<string>,
  places: Places,
): StrategyDocument {
  return withNewPlaced(withNewFolded(document, catalog, fresh), catalog, fresh, places);
}

function withoutPlace({ position: _none, ...block }: Block): Block {
  return block;
}

function withSignalBlock(
  document: StrategyDocument,
  catalog: Catalog,
  clause: Clause,
  signal: PortRef,
): StrategyDocument {
  const definition = ["entry_signal", "exit_signal"].map(catalog)
    .find((each) => each?.role?.kind === clause);
  const port = definition?.inputs[0];
  if (!definition || !port) return document;
  const { position: _none, ...block } = newBlock(document, definition, { x: 0, y: 0 });
  return connect(addBlocks(document, [block]), {
    from: signal,
    to: { block: block.id, port: port.name },
  });
}

function joined(
  document: StrategyDocument,
  catalog: Catalog,
  role: Block,
  signal: PortRef,
  join: Join,
): StrategyDocument {
  const port = catalog(role.type)?.inputs[0]?.name ?? "signal";
  const into = { block: role.id, port };
  const before = wireInto(document, into);
  if (!before) return connect(document, { from: signal, to: into });
  const free = freeInput(document, catalog, before, join);
  if (free) return connect(document, { from: signal, to: free });
  const definition = catalog(join);
  const [first, second] = definition?.inputs ?? [];
  if (!definition || !first || !second) return document;
  const id = freshId(idsOf(document), join);
  let next = addBlocks(document, [{ id, type: join, params: {} }]);
  next = disconnect(next, new Set([wireId(before)]));
  next = connect(next, { from: before.from, to: { block: id, port: first.name } });
  next = connect(next, { from: signal, to: { block: id, port: second.name } });
  return connect(next, {
    from: { block: id, port: definition.outputs[0]?.name ?? "signal" },
    to: into,
  });
}

/** An input of the block that a wire comes from, if it joins in this way, for this reader alone, and has one left. */
function freeInput(
  document: StrategyDocument,
  catalog: Catalog,
  wire: Connection,
  join: Join,
): PortRef | null {
  const block = blockById(document, wire.from.block);
  if (block?.type !== join) return null;
  const readers = document.connections.filter(({ from }) => from.block === block.id);
  if (readers.length > 1) return null;
  const port = catalog(join)?.inputs.find(({ name }) =>
    !wireInto(document, { block: block.id, port: name })
  );
  return port ? { block: block.id, port: port.name } : null;
}

/** Inputs that need a condition and have none, one for each block. */
function waitingInputs(document: StrategyDocument, catalog: Catalog): PortRef[] {
  return document.blocks.flatMap(({ id, type }) => {
    const definition = catalog(type);
    const signals = definition?.inputs.filter(({ kind }) => kind === "signal") ?? [];
    const free = signals.filter(({ name }) => !wireInto(document, { block: id, port: name }));
    const needed = free.find(({ required }) => required) ??
      (signals.length - free.length < (definition?.minInputs ?? 0) ? free[0] : undefined);
    return needed ? [{ block: id, port: needed.name }] : [];
  });
}

function told(document: StrategyDocument, signal: PortRef): WithCondition {
  return {
    document,
    blockId: signal.block,
    words: conditionWords({ document, signal }),
  };
}
