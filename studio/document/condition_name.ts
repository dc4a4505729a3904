/** Names of blocks as the engine gives them: a condition by what it says. Read once for each document. */
import {
  blockDefinition,
  type BlockNames,
  blockNames,
  outputName,
  type StrategyDocument,
} from "../../engine/mod.ts";
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

/**
 * What is wired to an input, in a word or two: "RSI", "Close", and "SMA(50)" where the strategy has several of its kind.
 * `null` where nothing is wired.
 */
export function operandName(
  document: StrategyDocument,
  blockId: string,
  input: string,
): string | null {
  const wire = document.connections.find(({ to }) => to.block === blockId && to.port === input);
  const block = wire && blockById(document, wire.from.block);
  if (!wire || !block) return null;
  if (block.label) return block.label;
  const definition = blockDefinition(block.type);
  const isAlone = document.blocks.every(({ id, type }) => id === block.id || type !== block.type);
  const typeName = definition?.name ?? block.type;
  if (!isAlone) return outputName(document, block.id, wire.from.port) ?? typeName;
  const outputs = definition?.outputs ?? [];
  const output = outputs.find(({ name }) => name === wire.from.port);
  return outputs.length > 1 && output ? output.label : typeName;
}
