/** Conditions at single bars: which are true, and how far the others are from it. */
import { blockDefinition, type MissedEntries, type StrategyPlan } from "../../engine/mod.ts";
import type { ConditionState, NearMiss } from "./live_protocol.ts";
import {
  type ConditionContext,
  conditionReader,
  type ConditionReading,
  type Ports,
} from "./condition_readings.ts";

const MOST_MISSES = 5;
const UNKNOWN_YET = "not known yet";

/** The state of every block with a signal, by its id. */
export function conditionStates(
  context: ConditionContext,
  bar: number,
): Record<string, ConditionState> {
  const states: Record<string, ConditionState> = {};
  for (const { id, type } of context.plan.document.blocks) {
    const port = blockDefinition(type)?.outputs.find(({ kind }) => kind === "signal");
    const column = port && context.ports.get(`${id}.${port.name}`);
    if (!column) continue;
    const met = column[bar] === 1;
    const reading = conditionReader(context, id)?.at(bar, met);
    states[id] = { met, text: reading?.text ?? (met ? "true" : UNKNOWN_YET) };
  }
  return states;
}

/**
 * Bars at which one condition alone kept an entry from being signalled, the smallest lack first; at most one a day or so, and
 * none beside a candle with an entry.
 *
 * @param missed what each condition kept from happening
 */
export function nearestMisses(
  context: ConditionContext,
  missed: readonly MissedEntries[],
): NearMiss[] {
  const entry = entryColumn(context.plan, context.ports);
  const found: { bar: number; blockId: string; reading: ConditionReading; distance: number }[] = [];
  for (const { blockId, bars } of missed) {
    const reader = conditionReader(context, blockId);
    const unit = reader?.unit() ?? 1;
    for (const bar of bars) {
      if (entry[bar - 1] === 1 || entry[bar + 1] === 1) continue;
      const reading = reader?.at(bar, false);
      if (!reading || reading.distance === null) continue;
      // What cannot be measured comes after what can.
      found.push({ bar, blockId, reading, distance: reading.distance / unit });
    }
  }
  found.sort((a, b) => (a.distance === b.distance ? a.bar - b.bar : a.distance - b.distance));
  const chosen: typeof found = [];
  for (const miss of found) {
    if (chosen.length === MOST_MISSES) break;
    if (chosen.every(({ bar }) => Math.abs(bar - miss.bar) > 24)) chosen.push(miss);
  }
  return chosen.map(({ bar, blockId, reading }) => ({ bar, blockId, text: reading.sentence }));
}

/** What the Entry signal block reads. */
function entryColumn(plan: StrategyPlan, ports: Ports): Float64Array | Uint8Array {
  const { document: { blocks, connections } } = plan;
  const entry = blocks.find(({ type }) => blockDefinition(type)?.role?.kind === "entry");
  const wire = connections.find(({ to }) => to.block === entry?.id);
  return wire && ports.get(`${wire.from.block}.${wire.from.port}`) || new Uint8Array(0);
}
