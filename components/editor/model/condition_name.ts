/** Names of blocks as the engine gives them: a condition by what it says. Read once for each document. */
import { type BlockNames, blockNames, type StrategyDocument } from "../../../engine/mod.ts";
import { type Block, blockById } from "./document.ts";
import type { Catalog } from "./connection_rules.ts";

const known = new WeakMap<StrategyDocument, BlockNames>();

/**
 * What a block is called when nobody gave it a name of its own: what a condition says ("Close above SMA(200)"), once
 * something is connected to it, else the name of its type.
 */
export function unlabelledName(
  document: StrategyDocument,
  catalog: Catalog,
  block: Block,
): string {
  const typeName = catalog(block.type)?.name ?? block.type;
  return isCondition(catalog, block)
    ? conditionName(document, catalog, block.id) ?? typeName
    : typeName;
}

/** What a condition says, in a few words; `null` for another block, and while nothing is connected to it. */
export function conditionName(
  document: StrategyDocument,
  catalog: Catalog,
  blockId: string,
): string | null {
  const block = blockById(document, blockId);
  if (!block || !isCondition(catalog, block)) return null;
  const name = unlabelledNames(document, catalog)(blockId);
  return name === catalog(block.type)?.name ? null : name;
}

function isCondition(catalog: Catalog, block: Block): boolean {
  return catalog(block.type)?.family === "conditions";
}

function unlabelledNames(document: StrategyDocument, catalog: Catalog): BlockNames {
  let names = known.get(document);
  if (names === undefined) {
    // A type that this editor does not know has no words; what it feeds is read as if nothing fed it.
    const blocks = document.blocks.filter(({ type }) => catalog(type))
      .map(({ label: _label, ...block }) => block);
    const ids = new Set(blocks.map(({ id }) => id));
    const connections = document.connections.filter(({ from, to }) =>
      ids.has(from.block) && ids.has(to.block)
    );
    names = blockNames({ version: 1, blocks, connections });
    known.set(document, names);
  }
  return names;
}
