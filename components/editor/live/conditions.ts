/** Conditions at single bars: which are true, and how far the others are from it. */
import {
  blockDefinition,
  type Comparison,
  type MissedEntries,
  resolveParams,
  type StrategyPlan,
} from "../../../engine/mod.ts";
import { plain } from "../../format.ts";
import type { ConditionState, NearMiss } from "./live_protocol.ts";

type Ports = ReadonlyMap<string, Float64Array | Uint8Array>;

const MOST_MISSES = 5;

/** The state of every block with a signal, by its id. */
export function conditionStates(
  plan: StrategyPlan,
  ports: Ports,
  bar: number,
): Record<string, ConditionState> {
  const states: Record<string, ConditionState> = {};
  for (const { id, type } of plan.document.blocks) {
    const port = blockDefinition(type)?.outputs.find(({ kind }) => kind === "signal");
    const column = port && ports.get(`${id}.${port.name}`);
    if (!column) continue;
    const lack = lackReader(plan, ports, id)?.(bar) ?? null;
    states[id] = { met: column[bar] === 1, text: lack && lackWords(lack) };
  }
  return states;
}

/** How a condition stood at a bar at which it was false. */
interface Lack {
  /** Its value, the level it is held against, and what was asked of the two. */
  readonly now: number;
  readonly limit: number;
  readonly words: (now: string, limit: string) => string;
  /** How far the value was from doing it, in its own unit; `null` where it was not on its way to it at all. */
  readonly distance: number | null;
}

/** Reads what a condition that compares numbers lacks at a bar; `null` while they are not known. */
type LackReader = (bar: number) => Lack | null;

/** "33.1, needed < 30", with as many digits as tell the two apart. */
function lackWords({ now, limit, words }: Lack): string {
  let [shownNow, shownLimit] = [shortNumber(now), shortNumber(limit)];
  for (let digits = 3; now !== limit && shownNow === shownLimit && digits < 12; digits++) {
    [shownNow, shownLimit] = [rounded(now, digits), rounded(limit, digits)];
  }
  return words(shownNow, shownLimit);
}

/** `null` for a block that compares no numbers. */
function lackReader(plan: StrategyPlan, ports: Ports, id: string): LackReader | null {
  const block = plan.document.blocks.find((candidate) => candidate.id === id);
  const definition = block && blockDefinition(block.type);
  if (!block || !definition?.comparison) return null;
  const params = resolveParams(definition, block.params);
  const comparison = definition.comparison(params);
  const a = operand(plan, ports, id, "a") ?? (() => NaN);
  const level = typeof params.value === "number" ? params.value : NaN;
  const b = operand(plan, ports, id, "b") ?? (() => level);
  return (bar) => {
    const now = a(bar);
    const limit = b(bar);
    if (Number.isNaN(now) || Number.isNaN(limit)) return null;
    return comparison.crosses ? crossingLack(comparison, a, b, bar) : {
      now,
      limit,
      words: (left, right) => `${left}, needed ${comparison.needed} ${right}`,
      distance: Math.abs(now - limit),
    };
  };
}

/** The value that a wire brings at a bar; `null` without a wire. */
function operand(
  plan: StrategyPlan,
  ports: Ports,
  id: string,
  input: string,
): ((bar: number) => number) | null {
  const wire = plan.document.connections.find(({ to }) => to.block === id && to.port === input);
  const column = wire && ports.get(`${wire.from.block}.${wire.from.port}`);
  return column ? (bar) => column[bar] ?? NaN : null;
}

/**
 * A crossing wants two things: the bar before still on the near side, and this one on the far side. Both can be missed by a
 * little: a value that comes up to the level and does not pass it, and one that comes back to it and turns before it.
 */
function crossingLack(
  { needed, side }: Comparison,
  a: (bar: number) => number,
  b: (bar: number) => number,
  bar: number,
): Lack {
  const now = a(bar);
  const limit = b(bar);
  const across = (left: string, right: string) => `${left}, needed ${needed} ${right}`;
  if (side === 0) return { now, limit, words: across, distance: Math.abs(now - limit) };
  const beyond = (at: number) => side * (a(at) - b(at));
  if (beyond(bar) <= 0) {
    // What has just fallen back over the level was on its way elsewhere.
    const distance = beyond(bar - 1) > 0 ? null : -beyond(bar);
    return { now, limit, words: across, distance };
  }
  const turned = beyond(bar - 2) >= beyond(bar - 1) && beyond(bar) > beyond(bar - 1);
  if (!turned) {
    const word = side > 0 ? "above" : "below";
    return {
      now,
      limit,
      words: (left, right) => `${left}, already ${word} ${right}`,
      distance: null,
    };
  }
  const [way, sign] = side > 0 ? ["down", "≤"] : ["up", "≥"];
  return {
    now: a(bar - 1),
    limit: b(bar - 1),
    words: (left, right) => `came ${way} to ${left}, needed ${sign} ${right}`,
    distance: beyond(bar - 1),
  };
}

/** How much the value that a condition compares moves from one bar to the next, on average: what a distance is measured by. */
function usualMove(plan: StrategyPlan, ports: Ports, id: string, bars: number): number {
  const a = operand(plan, ports, id, "a");
  if (!a) return 1;
  let sum = 0;
  let count = 0;
  for (let bar = 1; bar < bars; bar++) {
    const move = Math.abs(a(bar) - a(bar - 1));
    if (move !== move) continue;
    sum += move;
    count++;
  }
  return sum > 0 ? sum / count : 1;
}

/**
 * Bars at which one condition alone kept an entry from being signalled, the smallest lack first; at most one a day or so, and
 * none beside a candle with an entry.
 *
 * @param missed what each condition kept from happening
 */
export function nearestMisses(
  plan: StrategyPlan,
  ports: Ports,
  missed: readonly MissedEntries[],
): NearMiss[] {
  const entry = entryColumn(plan, ports);
  const found: { bar: number; blockId: string; lack: Lack | null; distance: number }[] = [];
  for (const { blockId, bars } of missed) {
    const read = lackReader(plan, ports, blockId);
    const unit = read ? usualMove(plan, ports, blockId, entry.length) : 1;
    for (const bar of bars) {
      if (entry[bar - 1] === 1 || entry[bar + 1] === 1) continue;
      const lack = read ? read(bar) : null;
      if (read && (!lack || lack.distance === null)) continue;
      // What cannot be measured comes after what can.
      found.push({ bar, blockId, lack, distance: lack ? lack.distance! / unit : Infinity });
    }
  }
  found.sort((a, b) => (a.distance === b.distance ? a.bar - b.bar : a.distance - b.distance));
  const chosen: typeof found = [];
  for (const miss of found) {
    if (chosen.length === MOST_MISSES) break;
    if (chosen.every(({ bar }) => Math.abs(bar - miss.bar) > 24)) chosen.push(miss);
  }
  return chosen.map(({ bar, blockId, lack }) => ({ bar, blockId, text: lack && lackWords(lack) }));
}

/** What the Entry signal block reads. */
function entryColumn(plan: StrategyPlan, ports: Ports): Float64Array | Uint8Array {
  const { document: { blocks, connections } } = plan;
  const entry = blocks.find(({ type }) => blockDefinition(type)?.role?.kind === "entry");
  const wire = connections.find(({ to }) => to.block === entry?.id);
  return wire && ports.get(`${wire.from.block}.${wire.from.port}`) || new Uint8Array(0);
}

/** As many digits as tell it from its neighbours at a glance: 33.1, 29,374, 0.0421. */
export function shortNumber(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return value.toPrecision(2);
  return rounded(value, size >= 1000 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4);
}

/** At most so many digits behind the point. */
function rounded(value: number, digits: number): string {
  return plain(Number(value.toFixed(digits)));
}
