/** The numbers of a strategy that can change its result, and others near them. */
import type { ParamSpec } from "../blocks/definition/definition.ts";
import type { StrategyDocument } from "../strategy/document.ts";
import { type GraphBlock, readGraph } from "../strategy/graph.ts";
import { paramSpecFor, resolveParams } from "../strategy/params.ts";

export interface StrategyNumber {
  readonly blockId: string;
  readonly block: GraphBlock;
  readonly spec: ParamSpec;
  readonly value: number;
}

/** Every number of a block that feeds a signal, and of the risk blocks; in the order of the document. */
export function numbersOf(document: StrategyDocument): StrategyNumber[] {
  const graph = readGraph(document);
  const live = new Set<string>();
  const visit = (id: string) => {
    if (live.has(id)) return;
    live.add(id);
    for (const { from } of graph.get(id)?.wires.values() ?? []) visit(from.block);
  };
  for (const { block, definition } of graph.values()) if (definition.role) visit(block.id);
  return [...graph.values()].filter(({ block }) => live.has(block.id)).flatMap((found) => {
    const { block, definition, wires } = found;
    const params = resolveParams(definition, block.params);
    const connected = new Set(wires.keys());
    return definition.params.flatMap((spec): StrategyNumber[] => {
      const value = params[spec.name];
      if (spec.kind !== "integer" && spec.kind !== "number") return [];
      if (typeof value !== "number" || !(spec.when?.(params, connected) ?? true)) return [];
      return [{ blockId: block.id, block: found, spec: paramSpecFor(spec, params), value }];
    });
  });
}

/** A value on the grid of a number's step and within its bounds. */
export function onGrid({ spec }: StrategyNumber, value: number): number {
  const { min = -Infinity, max = Infinity } = spec;
  const step = stepOf(spec);
  const near = step === null ? value : rounded(value, step);
  return Math.min(max, Math.max(min, near));
}

/**
 * Values that are these shares away from a number: on its grid, at least one step away, within its bounds; none twice, nor the
 * number itself.
 */
export function variationsOf(number: StrategyNumber, shares: readonly number[]): number[] {
  const step = stepOf(number.spec);
  const found: number[] = [];
  for (const share of shares) {
    let value = onGrid(number, number.value * (1 + share));
    if (value === number.value && step !== null) {
      const away = share * number.value < 0 ? -step : step;
      value = onGrid(number, number.value + away);
    }
    if (value !== number.value && !found.includes(value)) found.push(value);
  }
  return found;
}

/** The distance between two values of a number; `null` where any value will do. */
export function stepOf({ kind, step }: Pick<ParamSpec, "kind" | "step">): number | null {
  return kind === "integer" ? step ?? 1 : step ?? null;
}

/** The nearest multiple of a step; 3.3, not 3.3000000000000003, where the step is a tenth. */
function rounded(value: number, step: number): number {
  const count = Math.round(value / step);
  const parts = Math.round(1 / step);
  return step < 1 && parts * step === 1 ? count / parts : count * step;
}

/** The document with other values for some numbers. */
export function withNumbers(
  document: StrategyDocument,
  changes: ReadonlyMap<string, Readonly<Record<string, number>>>,
): StrategyDocument {
  return {
    ...document,
    blocks: document.blocks.map((block) => {
      const own = changes.get(block.id);
      return own ? { ...block, params: { ...block.params, ...own } } : block;
    }),
  };
}
