/** Strategy documents in short, for tests. */
import { parseStrategy, type StrategyDocument } from "../mod.ts";
import type { ParamValue } from "../blocks/definition/definition.ts";

type ShortBlock = readonly [type: string, params?: Readonly<Record<string, ParamValue>>];

/**
 * A document of blocks by id and wires written as `fast.value → up.a, slow.value → up.b`.
 *
 * @throws {Error} when it is not a document.
 */
export function documentOf(
  blocks: Readonly<Record<string, ShortBlock>>,
  ...wires: readonly string[]
): StrategyDocument {
  const end = (text: string) => {
    const [block, port] = text.trim().split(".");
    return { block, port };
  };
  const parsed = parseStrategy({
    version: 1,
    blocks: Object.entries(blocks).map(([id, [type, params = {}]]) => ({ id, type, params })),
    connections: wires.flatMap((line) => line.split(",")).map((wire) => {
      const [from = "", to = ""] = wire.split("→");
      return { from: end(from), to: end(to) };
    }),
  });
  if (!parsed.ok) throw new Error(parsed.faults.map(({ message }) => message).join(" "));
  return parsed.document;
}
