/**
 * A strategy's plan with the parameters of a cell put in: what a compilation of the changed document would give, without
 * compiling it.
 */
import type { BlockDefinition, Params } from "../blocks/definition/definition.ts";
import type { StrategyDocument } from "../strategy/document.ts";
import { type GraphBlock, readGraph } from "../strategy/graph.ts";
import { resolveParams } from "../strategy/params.ts";
import type { PlanNode, RiskRules, StrategyPlan } from "../strategy/plan.ts";
import { buildPlan } from "../strategy/plan_builder.ts";
import { riskRules } from "../strategy/risk_rules.ts";
import type { SweepAxis } from "./axes.ts";

/** A node with the parameters of some cells. */
export interface NodeVariant {
  readonly params: Params;
  /** Bars that it adds before its outputs are known, by output port. */
  readonly lookbacks: readonly number[];
  readonly historyBars: number;
}

/** A node of the plan and the axes that it depends on. */
export interface SweepNode {
  readonly node: PlanNode;
  /** Axes that its values depend on, upstream ones included, in order. */
  readonly axes: readonly number[];
  readonly inputSlots: readonly number[];
  readonly outputSlots: readonly number[];
  /** The parameters for a cell. */
  readonly variantOf: (cell: readonly number[]) => NodeVariant;
}

export interface SweepPlan {
  readonly base: StrategyPlan;
  readonly nodes: readonly SweepNode[];
  readonly riskOf: (cell: readonly number[]) => RiskRules;
  /** Whether the parameters of a cell go together. */
  readonly isSound: (cell: readonly number[]) => boolean;
}

/** Lays out the sweep of a sound document. A cell is the index of its value on each axis. */
export function planSweep(document: StrategyDocument, axes: readonly SweepAxis[]): SweepPlan {
  const graph = readGraph(document);
  const swept = new Set(axes.map(({ block }) => block));
  const base = buildPlan(document, graph, swept);
  const paramsOf = new Map([...swept].map((id) => [id, sweptParams(graph.get(id)!, axes)]));

  const axesOfSlot = new Map<number, ReadonlySet<number>>();
  const nodes = base.nodes.map((node): SweepNode => {
    const own = paramsOf.get(node.blockId);
    const inputSlots = Object.values(node.inputs).filter((slot) => slot !== null);
    const all = new Set(own?.axes);
    for (const slot of inputSlots) axesOfSlot.get(slot)?.forEach((axis) => all.add(axis));
    const outputSlots = node.definition.outputs.map(({ name }) => node.outputs[name]!);
    for (const slot of outputSlots) axesOfSlot.set(slot, all);
    const { definition } = node;
    return {
      node,
      axes: [...all].sort((a, b) => a - b),
      inputSlots,
      outputSlots,
      variantOf: own
        ? remembered(own.axes, axes, (cell) => variant(definition, own.read(cell)))
        : always(variant(definition, node.params)),
    };
  });

  const risk = [...swept].filter((id) => {
    const kind = graph.get(id)!.definition.role?.kind;
    return kind !== undefined && kind !== "entry" && kind !== "exit";
  });
  const riskAxes = axes.flatMap(({ block }, axis) => risk.includes(block) ? [axis] : []);
  const checked = [...swept].filter((id) => graph.get(id)!.definition.check);
  return {
    base,
    nodes,
    riskOf: riskAxes.length === 0
      ? always(base.risk)
      : remembered(riskAxes, axes, (cell) => sweptRisk(graph, base, paramsOf, cell)),
    isSound: (cell) =>
      checked.every((id) =>
        graph.get(id)!.definition.check!(paramsOf.get(id)!.read(cell)) === null
      ),
  };
}

interface SweptParams {
  /** The axes that vary them. */
  readonly axes: readonly number[];
  readonly read: (cell: readonly number[]) => Params;
}

function sweptParams({ block, definition }: GraphBlock, axes: readonly SweepAxis[]): SweptParams {
  const own = axes.flatMap((axis, index) => axis.block === block.id ? [index] : []);
  return {
    axes: own,
    read: (cell) => {
      const given = { ...block.params };
      for (const index of own) given[axes[index]!.param] = axes[index]!.values[cell[index]!]!;
      return resolveParams(definition, given);
    },
  };
}

/** What a definition says of given parameters; parameters it does not know are left out (the ATR of a stop). */
function variant(definition: BlockDefinition, given: Params): NodeVariant {
  const params = Object.fromEntries(definition.params.map(({ name }) => [name, given[name]!]));
  return {
    params,
    lookbacks: definition.outputs.map(({ name }) => definition.lookback(params, name)),
    historyBars: (definition.history ?? definition.lookback)(params),
  };
}

function sweptRisk(
  graph: ReadonlyMap<string, GraphBlock>,
  { risk }: StrategyPlan,
  paramsOf: ReadonlyMap<string, SweptParams>,
  cell: readonly number[],
): RiskRules {
  const slots: Readonly<Record<string, number | null | undefined>> = {
    stop_loss: risk.stopLoss?.atrSlot,
    take_profit: risk.takeProfit?.atrSlot,
    trailing_stop: risk.trailingStop?.atrSlot,
  };
  return riskRules((kind) => {
    for (const { block, definition } of graph.values()) {
      if (definition.role?.kind !== kind) continue;
      return paramsOf.get(block.id)?.read(cell) ?? resolveParams(definition, block.params);
    }
    return null;
  }, (kind) => slots[kind]!);
}

function always<T>(value: T): () => T {
  return () => value;
}

/** A function of the cell that depends on some axes alone, computed once for each of their values. */
function remembered<T>(
  own: readonly number[],
  axes: readonly SweepAxis[],
  compute: (cell: readonly number[]) => T,
): (cell: readonly number[]) => T {
  if (!hasKeys(own, axes)) return compute;
  const known = new Map<number, T>();
  return (cell) => {
    const key = keyOf(own, axes, cell);
    let value = known.get(key);
    if (value === undefined) known.set(key, value = compute(cell));
    return value;
  };
}

/** Whether every place on some axes has a key of its own: beyond 2^53 of them, two places would share one. */
export function hasKeys(own: readonly number[], axes: readonly SweepAxis[]): boolean {
  const places = own.reduce((product, axis) => product * axes[axis]!.values.length, 1);
  return places <= Number.MAX_SAFE_INTEGER;
}

/** A number for a cell's place on some axes. */
export function keyOf(
  own: readonly number[],
  axes: readonly SweepAxis[],
  cell: readonly number[],
): number {
  let key = 0;
  for (const axis of own) key = key * axes[axis]!.values.length + cell[axis]!;
  return key;
}
