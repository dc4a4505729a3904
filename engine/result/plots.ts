/** What of a strategy a chart draws, and where: read from the definitions of its blocks. */
import {
  type Params,
  type PlotPlace,
  type PortPlot,
  type PortScale,
  SOURCES,
} from "../blocks/definition/definition.ts";
import type { PlanNode, StrategyPlan } from "../strategy/plan.ts";
import { sourceSlot } from "../strategy/plan.ts";

/** On the candles, over the volumes, or in the pane of the block of this id. */
export type PlotPane =
  | { readonly kind: "price" | "volume" }
  | { readonly kind: "block"; readonly blockId: string };

/** One curve. */
export interface Plot {
  readonly blockId: string;
  readonly port: string;
  /** Of the computed columns. */
  readonly slot: number;
  readonly pane: PlotPane;
  readonly shape: Exclude<PortPlot["shape"], "level">;
  /** Of a band: the other port of the block that it reaches to. */
  readonly with: string | null;
  readonly scale: PortScale | null;
}

/** A value that the strategy holds what is drawn in a pane against. */
export interface Threshold {
  readonly pane: PlotPane;
  readonly value: number;
  /** On which side of it the condition is met: 1 above, −1 below, 0 either. */
  readonly side: 1 | -1 | 0;
  /** The condition. */
  readonly blockId: string;
}

export interface StrategyPlots {
  readonly plots: readonly Plot[];
  readonly thresholds: readonly Threshold[];
}

/** The curves of all blocks that a run computes, in that order, and the numbers they are compared with. */
export function strategyPlots(plan: StrategyPlan): StrategyPlots {
  const panes = new Map<number, PlotPane>();
  /** Slots that hold one number on every bar. */
  const levels = new Map<number, number>();
  for (const slot of SOURCES.keys()) {
    panes.set(slot, { kind: slot === sourceSlot("volume") ? "volume" : "price" });
  }
  const ids = new Map(plan.document.blocks.map(({ id, type }) => [id, type]));
  const plots: Plot[] = [];
  const thresholds: Threshold[] = [];
  for (const node of plan.nodes) {
    const { blockId, definition, inputs, outputs, params } = node;
    // The average true range of a stop is the stop's, and the stop itself is drawn.
    if (ids.get(blockId) !== definition.type) continue;
    for (const { name, plot, scale } of definition.outputs) {
      const slot = outputs[name];
      if (!plot || slot === undefined) continue;
      if (plot.shape === "level") {
        levels.set(slot, levelOf(params));
        continue;
      }
      const at = (input: string): PlotPane | null => panes.get(inputs[input] ?? -1) ?? null;
      const pane = paneOf(plot, node, at);
      panes.set(slot, pane);
      plots.push({
        blockId,
        port: name,
        slot,
        pane,
        shape: plot.shape,
        with: plot.with ?? null,
        scale: scale ?? null,
      });
    }
    thresholds.push(...thresholdsOf(node, panes, levels));
  }
  return { plots, thresholds };
}

function paneOf(
  { on }: PortPlot,
  { blockId, params }: PlanNode,
  at: (input: string) => PlotPane | null,
): PlotPane {
  const kindAt = (input: string) => {
    const pane = at(input);
    return pane && (pane.kind === "block" ? "pane" : pane.kind);
  };
  const place: PlotPlace = typeof on === "function" ? on(params, kindAt) : on;
  const own: PlotPane = { kind: "block", blockId };
  if (typeof place === "object") return at(place.input) ?? own;
  return place === "pane" ? own : { kind: place };
}

/** The number that a block of one number is set to. */
function levelOf(params: Params): number {
  return Object.values(params).find((value) => typeof value === "number") as number;
}

/** The numbers that a comparison holds something drawn against, whichever side it stands on. */
function thresholdsOf(
  { blockId, definition, inputs, params }: PlanNode,
  panes: ReadonlyMap<number, PlotPane>,
  levels: ReadonlyMap<number, number>,
): Threshold[] {
  const comparison = definition.comparison?.(params);
  if (!comparison) return [];
  const { a = null, b = null } = inputs;
  const levelAt = (slot: number | null) => slot === null ? params.value : levels.get(slot);
  const sides = [
    { pane: panes.get(a ?? -1), value: levelAt(b), side: comparison.side },
    { pane: panes.get(b ?? -1), value: levels.get(a ?? -1), side: -comparison.side as 1 | -1 | 0 },
  ];
  return sides.flatMap(({ pane, value, side }) =>
    pane && typeof value === "number"
      ? [{ pane, value, side: side + 0 as 1 | -1 | 0, blockId }]
      : []
  );
}
