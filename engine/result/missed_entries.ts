/** The bars at which a single condition stood between the strategy and an entry. */
import type { Column } from "../blocks/definition/definition.ts";
import type { CandleSeries } from "../candles/candle_series.ts";
import { computeColumns, newColumn } from "../simulation/columns.ts";
import { firstKnownBar, rangeOf } from "../simulation/range.ts";
import { checkSettings, type RunSettings } from "../simulation/settings.ts";
import type { PlanNode, StrategyPlan } from "../strategy/plan.ts";

export interface MissedEntries {
  /** A block that compares things itself: a signal output, and no signal that it reads. */
  readonly blockId: string;
  /** Bars of the range, ascending: the block was false, no entry was signalled, and with the block true one would have been. */
  readonly bars: Int32Array;
}

/**
 * What each condition kept from happening: its column is set to true, what reads it is computed anew, and the entry signals
 * that appear where it was false are its misses. Bars before the first one at which signals count are left out. What a condition
 * that is wanted to be false kept from happening is not told.
 *
 * @throws {RangeError} for settings out of bounds or an empty range.
 */
export function missedEntries(
  candles: CandleSeries,
  plan: StrategyPlan,
  settings: RunSettings,
): MissedEntries[] {
  checkSettings(settings);
  const range = rangeOf(candles, plan.historyBars, settings);
  const columns = computeColumns(plan, plan.nodes, range.candles);
  const known = plan.usedSlots.map((slot) => columns[slot]!);
  const from = Math.max(range.offset, firstKnownBar(known, plan.lookbackBars, range));
  const entry = columns[plan.entrySlot]!;
  return leavesOf(plan).map(({ blockId, slot }) => {
    const own = columns[slot]!;
    const wished = entryWith(plan, columns, slot, range.candles);
    const bars: number[] = [];
    for (let i = from; i < entry.length; i++) {
      if (wished[i] === 1 && entry[i] === 0 && own[i] === 0) bars.push(i - range.offset);
    }
    return { blockId, bars: Int32Array.from(bars) };
  });
}

/** Conditions of the funnel that read no signal; of blocks that mean the same the first. */
function leavesOf({ conditions, nodes }: StrategyPlan): StrategyPlan["conditions"] {
  const readsSignal = (slot: number) =>
    nodes.some(({ outputs, definition }) =>
      Object.values(outputs).includes(slot) &&
      definition.inputs.some(({ kind }) => kind === "signal")
    );
  const seen = new Set<number>();
  return conditions.filter(({ slot }) => {
    if (seen.has(slot) || readsSignal(slot)) return false;
    seen.add(slot);
    return true;
  });
}

/** The entry signal as it would be with one slot true at every bar. */
function entryWith(
  plan: StrategyPlan,
  columns: readonly (Column | undefined)[],
  forced: number,
  candles: CandleSeries,
): Column {
  const changed = new Map<number, Column>([[forced, new Uint8Array(candles.length).fill(1)]]);
  const read = (slot: number | null | undefined) =>
    slot === null || slot === undefined ? null : changed.get(slot) ?? columns[slot]!;
  const isReached = ({ inputs }: PlanNode) =>
    Object.values(inputs).some((slot) => slot !== null && changed.has(slot));
  for (const node of plan.nodes) {
    if (!isReached(node)) continue;
    const { definition, params, inputLookback } = node;
    const outputs: Record<string, Column> = {};
    for (const { name, kind } of definition.outputs) {
      outputs[name] = newColumn(kind, candles.length);
      changed.set(node.outputs[name]!, outputs[name]);
    }
    definition.compute?.({
      candles,
      params,
      inputs: Object.fromEntries(
        definition.inputs.map(({ name }) => [name, read(node.inputs[name])]),
      ),
      outputs,
      knownFrom: inputLookback,
    });
  }
  return changed.get(plan.entrySlot) ?? columns[plan.entrySlot]!;
}
