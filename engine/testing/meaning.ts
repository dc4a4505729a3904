/** What a strategy computes, whatever its blocks are called and however often they are there. */
import { SOURCES } from "../blocks/definition/definition.ts";
import { compileStrategy } from "../strategy/compile.ts";
import type { StrategyDocument } from "../strategy/document.ts";
import type { LevelRule, PlanNode } from "../strategy/plan.ts";

/** A number for each computation met so far, so that one within others stays short. */
const numbers = new Map<string, number>();

/**
 * A text that two strategies share when they make the same computations: signals, and rules of risk.
 *
 * @throws {Error} for one that cannot run.
 */
export function meaningOf(document: StrategyDocument): string {
  const compiled = compileStrategy(document);
  if (!compiled.ok) throw new Error(compiled.faults.map(({ message }) => message).join(" "));
  const { nodes, entrySlot, exitSlot, risk } = compiled.plan;
  const ofSlot: string[] = [...SOURCES];
  /** By slot: what a block that joins signals joins. "(a and b) and c" is "a and b and c". */
  const joined = new Map<number, readonly string[]>();
  for (const node of nodes) {
    const parts = partsOf(node, ofSlot, joined);
    const connected = new Set(
      Object.keys(node.inputs).filter((name) => node.inputs[name] !== null),
    );
    const params = node.definition.params
      .filter((spec) => spec.when?.(node.params, connected) ?? true)
      .map(({ name }) => node.params[name]);
    for (const [port, slot] of Object.entries(node.outputs)) {
      const words = JSON.stringify([node.definition.type, port, params, parts]);
      if (!numbers.has(words)) numbers.set(words, numbers.size);
      ofSlot[slot] = `${node.definition.type} ${numbers.get(words)}`;
      if (node.definition.minInputs) joined.set(slot, parts as string[]);
    }
  }
  const level = (rule: LevelRule | null) =>
    rule && { ...rule, atrSlot: rule.atrSlot === null ? null : ofSlot[rule.atrSlot] };
  return JSON.stringify([ofSlot[entrySlot], exitSlot === null ? null : ofSlot[exitSlot], {
    ...risk,
    stopLoss: level(risk.stopLoss),
    takeProfit: level(risk.takeProfit),
    trailingStop: level(risk.trailingStop),
  }]);
}

function partsOf(
  { definition, inputs }: PlanNode,
  ofSlot: readonly string[],
  joined: ReadonlyMap<number, readonly string[]>,
): (string | null)[] {
  const slots = definition.inputs.map(({ name }) => inputs[name] ?? null);
  if (!definition.minInputs) return slots.map((slot) => slot === null ? null : ofSlot[slot]!);
  return slots.filter((slot) => slot !== null).flatMap((slot) => {
    const inner = joined.get(slot);
    return inner && ofSlot[slot]!.startsWith(`${definition.type} `) ? inner : [ofSlot[slot]!];
  });
}
