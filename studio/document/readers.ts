/** Which blocks read what a block gives. */
import type { StrategyDocument } from "../../engine/mod.ts";
import { blockById } from "./document.ts";
import type { Catalog } from "./connection_rules.ts";
import { conditionName } from "./condition_name.ts";
import { distinctName } from "./names.ts";

/** A block that reads another. */
export interface Reader {
  readonly id: string;
  /** Told apart from blocks of the same name. */
  readonly name: string;
  /** `Close → A, Open → B` of a Math block; without the side that has one socket alone, empty when neither needs a word. */
  readonly ports: string;
}

/** The readers of a block, in the order in which their wires were drawn. */
export function readersOf(
  document: StrategyDocument,
  catalog: Catalog,
  blockId: string,
): Reader[] {
  const outputs = definitionOf(document, catalog, blockId)?.outputs ?? [];
  const words = new Map<string, string[]>();
  for (const { from, to } of document.connections) {
    if (from.block !== blockId) continue;
    const inputs = definitionOf(document, catalog, to.block)?.inputs ?? [];
    const output = outputs.find((port) => port.name === from.port)?.label ?? from.port;
    const input = inputs.find((port) => port.name === to.port)?.label ?? to.port;
    // What a condition says tells by which of its inputs.
    const isNamed = inputs.length > 1 && conditionName(document, catalog, to.block) === null;
    const said = outputs.length > 1
      ? isNamed ? `${output} → ${input}` : output
      : isNamed
      ? `as ${input}`
      : "";
    words.set(to.block, [...words.get(to.block) ?? [], said]);
  }
  return [...words].map(([id, ports]) => ({
    id,
    name: distinctName(document, catalog, id),
    ports: ports.filter((said) => said !== "").join(", "),
  }));
}

function definitionOf(document: StrategyDocument, catalog: Catalog, blockId: string) {
  const block = blockById(document, blockId);
  return block && catalog(block.type);
}
