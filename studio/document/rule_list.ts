/** A strategy as a list of rules: what it buys on, what it sells on, and what limits a trade. */
import type { StrategyDocument } from "../../engine/mod.ts";
import { type Catalog, portChoice } from "./connection_rules.ts";
import {
  type Block,
  blockById,
  connect,
  type Connection,
  removeBlocks,
  wireInto,
} from "./document.ts";

/** Rules of one kind, in the order of the document's blocks. */
export interface RuleGroup {
  readonly kind: "buy" | "sell" | "loose" | "risk";
  readonly blocks: readonly Block[];
}

/** The conditions behind each signal, what leads to none, and risk; groups without a rule are left out. */
export function ruleGroups(document: StrategyDocument, catalog: Catalog): readonly RuleGroup[] {
  const familyOf = ({ type }: Block) => catalog(type)?.family;
  const conditions = document.blocks.filter((block) => familyOf(block) === "conditions");
  const behind = (kind: string) => {
    const signals = document.blocks.filter(({ type }) => catalog(type)?.role?.kind === kind);
    return new Set(signals.flatMap(({ id }) => [...upstream(document, id, () => true)]));
  };
  const [buy, sell] = [behind("entry"), behind("exit")];
  const isUsed = ({ id }: Block) => buy.has(id) || sell.has(id);
  const values = new Set(
    conditions.flatMap(({ id }) => ruleBlocks(document, catalog, id).slice(1)),
  );
  const isElsewhere = (block: Block) =>
    isUsed(block) || values.has(block) || familyOf(block) === "signals" ||
    familyOf(block) === "risk";
  const groups: RuleGroup[] = [
    { kind: "buy", blocks: conditions.filter(({ id }) => buy.has(id)) },
    { kind: "sell", blocks: conditions.filter(({ id }) => sell.has(id)) },
    { kind: "loose", blocks: document.blocks.filter((block) => !isElsewhere(block)) },
    { kind: "risk", blocks: document.blocks.filter((block) => familyOf(block) === "risk") },
  ];
  return groups.filter(({ blocks }) => blocks.length > 0);
}

/** A rule's own block and the blocks that its values come from, the nearest first: what it is set by. */
export function ruleBlocks(
  document: StrategyDocument,
  catalog: Catalog,
  blockId: string,
): readonly Block[] {
  const isValue = ({ from }: Connection) =>
    portChoice(document, catalog, from, "outputs")?.port.kind === "series";
  return [blockId, ...upstream(document, blockId, isValue)].flatMap((id) =>
    blockById(document, id) ?? []
  );
}

/**
 * The document without a rule and the values that it alone reads. A joint of logic that is left with one condition gives way to
 * that condition.
 */
export function withoutRule(
  document: StrategyDocument,
  catalog: Catalog,
  blockId: string,
): StrategyDocument {
  const parts = ruleBlocks(document, catalog, blockId);
  const removed = new Set([blockId]);
  for (let before = 0; before < removed.size;) {
    before = removed.size;
    for (const { id } of parts) {
      const readers = document.connections.filter(({ from }) => from.block === id);
      if (readers.every(({ to }) => removed.has(to.block))) removed.add(id);
    }
  }
  const joints = document.connections.filter(({ from }) => from.block === blockId)
    .map(({ to }) => to.block);
  let next = removeBlocks(document, removed);
  for (const id of joints) next = withoutIdleJoint(next, catalog, id);
  return next;
}

function withoutIdleJoint(
  document: StrategyDocument,
  catalog: Catalog,
  blockId: string,
): StrategyDocument {
  const definition = catalog(blockById(document, blockId)?.type ?? "");
  if (definition?.family !== "logic") return document;
  const [only, another] = definition.inputs.flatMap(({ name }) =>
    wireInto(document, { block: blockId, port: name }) ?? []
  );
  const isIdle = !only || !another && (definition.minInputs ?? 1) > 1;
  if (!isIdle) return document;
  const readers = document.connections.filter(({ from }) => from.block === blockId);
  let next = removeBlocks(document, new Set([blockId]));
  for (const { to } of readers) {
    // Nothing is left below it: what it fed may be idle now as well.
    next = only
      ? connect(next, { from: only.from, to })
      : withoutIdleJoint(next, catalog, to.block);
  }
  return next;
}

/** Ids of the blocks that a block reads through wires that are `followed`, directly or through others. */
function upstream(
  document: StrategyDocument,
  blockId: string,
  followed: (wire: Connection) => boolean,
): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [blockId];
  for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
    for (const wire of document.connections) {
      if (wire.to.block !== id || found.has(wire.from.block) || !followed(wire)) continue;
      found.add(wire.from.block);
      waiting.push(wire.from.block);
    }
  }
  found.delete(blockId);
  return found;
}
