/** What the numbers of a strategy are called. Knows the engine alone, so that its thread loads nothing else. */
import { blockDefinition, blockNames, type StrategyDocument } from "../../engine/mod.ts";

/**
 * By `block.param`: `RSI · Period`, or for a level what is held against it: `RSI(14) crosses above 30`. Of several that would
 * be called the same, each but the first has its number.
 */
export function numberLabels(document: StrategyDocument): Readonly<Record<string, string>> {
  const nameOf = blockNames(document);
  const labels: Record<string, string> = {};
  const times = new Map<string, number>();
  for (const { id, type, label } of document.blocks) {
    const definition = blockDefinition(type);
    if (!definition) continue;
    const { params } = definition;
    for (const { name, kind, label: called, comparedWith } of params) {
      if (kind !== "integer" && kind !== "number") continue;
      const says = comparedWith !== undefined && !label;
      const text = says ? nameOf(id) : `${label || definition.name} · ${called}`;
      const count = (times.get(text) ?? 0) + 1;
      times.set(text, count);
      labels[`${id}.${name}`] = count === 1 ? text : `${text} (${count})`;
    }
  }
  return labels;
}
