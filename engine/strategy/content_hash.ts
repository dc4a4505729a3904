/** What a strategy does, as one short hash: two documents that run the same way have the same one. */
import { blockDefinition } from "../blocks/mod.ts";
import { Sha256 } from "../maths/sha256.ts";
import type { StrategyDocument } from "./document.ts";
import { resolveParams } from "./params.ts";

/** Hex digits of a content hash: 64 bits, so that among some thousand contents of a strategy no two have the same one. */
export const CONTENT_HASH_DIGITS = 16;

/**
 * The hash of a document that compiles: of its signals and risk rules, each with all that feeds it and every parameter that
 * has an effect, defaults filled in. Ids, order, positions, labels, notes, folding, and blocks that feed nothing are no part
 * of it.
 */
export function contentHash({ version, blocks, connections }: StrategyDocument): string {
  const byId = new Map(blocks.map((block) => [block.id, block]));
  const known = new Map<string, string>();
  const hashOf = (id: string): string => {
    const before = known.get(id);
    if (before !== undefined) return before;
    const { type, params: given } = byId.get(id)!;
    const definition = blockDefinition(type)!;
    const params = resolveParams(definition, given);
    const wires = connections.filter(({ to }) => to.block === id);
    const connected = new Set(wires.map(({ to }) => to.port));
    const settings = definition.params.filter(({ when }) => when?.(params, connected) ?? true)
      .map(({ name }) => [name, params[name]!]);
    // A wire into an input that is not read now has no effect.
    const read = new Set(
      definition.inputs.filter(({ when }) => when?.(params) ?? true).map(({ name }) => name),
    );
    const inputs = wires.filter(({ to }) => read.has(to.port))
      .map(({ from, to }) => JSON.stringify([to.port, from.port, hashOf(from.block)])).sort();
    const hash = hashText(JSON.stringify([type, settings, inputs]));
    known.set(id, hash);
    return hash;
  };
  const ends = blocks.filter(({ type }) => blockDefinition(type)?.outputs.length === 0)
    .map(({ id }) => hashOf(id)).sort();
  return hashText(JSON.stringify([version, ends])).slice(0, CONTENT_HASH_DIGITS);
}

function hashText(text: string): string {
  return new Sha256().updateText(text).hex();
}
