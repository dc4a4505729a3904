/** What the simulation reads, picked out of a plan and its columns. */
import type { Column } from "../blocks/definition/definition.ts";
import type { RiskRules, StrategyPlan } from "../strategy/plan.ts";
import type { RunRange } from "./range.ts";
import type { RunSettings } from "./settings.ts";
import { ColumnReader, type SignalReader } from "../kernels/signal_reader.ts";
import type { SimulationInput } from "./simulate.ts";

export function simulationInput(
  { entrySlot, exitSlot }: Pick<StrategyPlan, "entrySlot" | "exitSlot">,
  risk: RiskRules,
  columns: readonly (Column | undefined)[],
  { candles, offset }: RunRange,
  firstSignalBar: number,
  settings: RunSettings,
  signal: (slot: number) => SignalReader = (slot) => new ColumnReader(columns[slot] as Uint8Array),
): SimulationInput {
  const atr = (slot: number | null | undefined) =>
    slot === null || slot === undefined ? null : columns[slot] as Float64Array;
  return {
    candles,
    offset,
    firstSignalBar,
    entry: signal(entrySlot),
    exit: exitSlot === null ? null : signal(exitSlot),
    stopAtr: atr(risk.stopLoss?.atrSlot),
    targetAtr: atr(risk.takeProfit?.atrSlot),
    trailAtr: atr(risk.trailingStop?.atrSlot),
    risk,
    settings,
  };
}
