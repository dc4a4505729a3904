/** Lays a sound graph out as a plan. */
import type { BlockDefinition, Params } from "../blocks/definition/definition.ts";
import { isSource, SOURCES } from "../blocks/definition/definition.ts";
import { atr } from "../blocks/indicators/atr.ts";
import type { StrategyDocument } from "./document.ts";
import type { GraphBlock } from "./graph.ts";
import { resolveParams } from "./params.ts";
import {
  type PlanCondition,
  type PlanNode,
  type RiskRules,
  type SlotInfo,
  sourceSlot,
  type StrategyPlan,
} from "./plan.ts";
import { riskRules } from "./risk_rules.ts";

interface BuiltSlot extends SlotInfo {
  readonly historyBars: number;
}

/**
 * Makes the plan of a document without faults.
 *
 * @param apart blocks that never share a computation with another, because their parameters are going to be changed
 */
export function buildPlan(
  document: StrategyDocument,
  graph: ReadonlyMap<string, GraphBlock>,
  apart: ReadonlySet<string> = new Set(),
): StrategyPlan {
  const builder = new PlanBuilder(graph, apart);
  const blocks = [...graph.values()];
  const find = (kind: string) => blocks.find(({ definition }) => definition.role?.kind === kind);
  const entry = find("entry")!;
  const exit = find("exit");
  const entrySlot = builder.input(entry, "signal")!;
  const exitSlot = exit ? builder.input(exit, "signal") : null;
  const risk = readRisk(find, builder);
  const liveCount = builder.nodes.length;
  const usedSlots = [...builder.used];
  const conditions = conditionsOf(entry, graph, builder);
  const ports = new Map<string, number>();
  for (const { block, definition } of blocks) {
    for (const port of definition.outputs) {
      ports.set(`${block.id}.${port.name}`, builder.output(block.id, port.name));
    }
  }
  const needed = usedSlots.map((slot) => builder.slots[slot]!);
  return {
    document,
    nodes: builder.nodes.slice(0, liveCount),
    allNodes: builder.nodes,
    slots: builder.slots,
    ports,
    entrySlot,
    exitSlot,
    risk,
    usedSlots,
    conditions,
    lookbackBars: Math.max(0, ...needed.map(({ lookback }) => lookback)),
    historyBars: Math.max(0, ...needed.map(({ historyBars }) => historyBars)),
  };
}

class PlanBuilder {
  readonly nodes: PlanNode[] = [];
  readonly slots: BuiltSlot[] = SOURCES.map(() => ({
    kind: "series",
    lookback: 0,
    historyBars: 0,
  }));
  /** Slots that something reads. */
  readonly used = new Set<number>();
  readonly #outputs = new Map<string, Readonly<Record<string, number>>>();
  readonly #shared = new Map<string, Readonly<Record<string, number>>>();

  constructor(
    private readonly graph: ReadonlyMap<string, GraphBlock>,
    private readonly apart: ReadonlySet<string>,
  ) {}

  /** Slot of a block's output, computing what it needs. */
  output(blockId: string, port: string): number {
    const slot = this.#build(blockId)[port];
    if (slot === undefined) throw new TypeError(`${blockId} has no output ${port}`);
    return slot;
  }

  /** Slot of what is wired to an input, `null` where nothing is. */
  input({ wires }: GraphBlock, port: string): number | null {
    const wire = wires.get(port);
    if (!wire) return null;
    const slot = this.output(wire.from.block, wire.from.port);
    this.used.add(slot);
    return slot;
  }

  /** Slots of a computation; the same one for the same computation. */
  compute(
    definition: BlockDefinition,
    params: Params,
    inputs: Readonly<Record<string, number | null>>,
    blockId: string,
  ): Readonly<Record<string, number>> {
    if (definition.columns) {
      return Object.fromEntries(
        Object.entries(definition.columns).map(([port, source]) => [port, sourceSlot(source)]),
      );
    }
    // Parameters without effect, like the number beside a wire, do not make two computations of one.
    const connected = new Set(Object.keys(inputs).filter((name) => inputs[name] !== null));
    const effective = definition.params.filter((spec) => spec.when?.(params, connected) ?? true)
      .map(({ name }) => params[name]);
    const key = JSON.stringify([
      definition.type,
      effective,
      definition.inputs.map(({ name }) => inputs[name] ?? null),
      this.apart.has(blockId) ? blockId : "",
    ]);
    const known = this.#shared.get(key);
    if (known) return known;
    const sources = Object.values(inputs).filter((slot) => slot !== null).map((slot) =>
      this.slots[slot]!
    );
    const inputLookback = Math.max(0, ...sources.map(({ lookback }) => lookback));
    const inputHistory = Math.max(0, ...sources.map(({ historyBars }) => historyBars));
    const historyBars = inputHistory + (definition.history ?? definition.lookback)(params);
    const outputs: Record<string, number> = {};
    for (const { name, kind } of definition.outputs) {
      const portLookback = inputLookback + definition.lookback(params, name);
      outputs[name] = this.slots.push({ kind, lookback: portLookback, historyBars }) - 1;
    }
    this.nodes.push({ blockId, definition, params, inputs, outputs, inputLookback });
    this.#shared.set(key, outputs);
    return outputs;
  }

  #build(blockId: string): Readonly<Record<string, number>> {
    const known = this.#outputs.get(blockId);
    if (known) return known;
    const graphBlock = this.graph.get(blockId)!;
    const { block, definition } = graphBlock;
    const params = resolveParams(definition, block.params);
    const inputs: Record<string, number | null> = {};
    for (const { name } of definition.inputs) {
      const { source } = params;
      inputs[name] = this.input(graphBlock, name) ??
        (name === "source" && isSource(source) ? sourceSlot(source) : null);
    }
    const outputs = this.compute(definition, params, inputs, blockId);
    this.#outputs.set(blockId, outputs);
    return outputs;
  }
}

/** The rules of the risk blocks; the ATR that a level is measured by becomes a computation of the plan. */
function readRisk(find: (kind: string) => GraphBlock | undefined, builder: PlanBuilder): RiskRules {
  return riskRules(
    (kind) => {
      const found = find(kind);
      return found ? resolveParams(found.definition, found.block.params) : null;
    },
    (kind, period) => {
      const slot = builder.compute(atr, { period }, {}, find(kind)!.block.id).value!;
      builder.used.add(slot);
      return slot;
    },
  );
}

/** The blocks with a signal on the way to the entry, those nearest to the prices first. */
function conditionsOf(
  entry: GraphBlock,
  graph: ReadonlyMap<string, GraphBlock>,
  builder: PlanBuilder,
): PlanCondition[] {
  const found: PlanCondition[] = [];
  const seen = new Set<string>();
  const visit = ({ block, definition, wires }: GraphBlock) => {
    if (seen.has(block.id)) return;
    seen.add(block.id);
    for (const { name } of definition.inputs) {
      const wire = wires.get(name);
      if (wire) visit(graph.get(wire.from.block)!);
    }
    const signal = definition.outputs.find((port) => port.kind === "signal");
    if (signal) found.push({ blockId: block.id, slot: builder.output(block.id, signal.name) });
  };
  visit(entry);
  return found;
}
