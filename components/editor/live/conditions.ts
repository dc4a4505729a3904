/** Conditions at single bars: which are true, and how far the others are from it. */
import {
  blockDefinition,
  type Comparison,
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
    const lack = lackOf(plan, ports, id, bar);
    states[id] = { met: column[bar] === 1, text: lack && lackWords(lack) };
  }
  return states;
}

interface Lack extends Comparison {
  readonly now: number;
  readonly limit: number;
}

/** "33.1, needed < 30", with as many digits as tell the two apart. */
function lackWords({ now, limit, needed, side }: Lack): string {
  let [shownNow, shownLimit] = [shortNumber(now), shortNumber(limit)];
  for (let digits = 3; now !== limit && shownNow === shownLimit && digits < 12; digits++) {
    [shownNow, shownLimit] = [rounded(now, digits), rounded(limit, digits)];
  }
  if (needed.startsWith("to cross") && side !== 0 && side * (now - limit) > 0) {
    return `${shownNow}, already ${side > 0 ? "above" : "below"} ${shownLimit}`;
  }
  return `${shownNow}, needed ${needed} ${shownLimit}`;
}

/** What a comparison of numbers wants at a bar; `null` for blocks that compare none, or while they are not known. */
function lackOf(plan: StrategyPlan, ports: Ports, id: string, bar: number): Lack | null {
  const block = plan.document.blocks.find((candidate) => candidate.id === id);
  const definition = block && blockDefinition(block.type);
  if (!block || !definition?.comparison) return null;
  const params = resolveParams(definition, block.params);
  const valueOf = (input: string): number => {
    const wire = plan.document.connections.find(({ to }) => to.block === id && to.port === input);
    if (!wire) return input === "b" && typeof params.value === "number" ? params.value : NaN;
    return ports.get(`${wire.from.block}.${wire.from.port}`)?.[bar] ?? NaN;
  };
  const now = valueOf("a");
  const limit = valueOf("b");
  return Number.isNaN(now) || Number.isNaN(limit)
    ? null
    : { now, limit, ...definition.comparison(params) };
}

/** Bars without an entry on which a single condition was missing, the smallest lack first; at most one a day or so. */
export function nearestMisses(plan: StrategyPlan, ports: Ports): NearMiss[] {
  const leaves = plan.conditions.map(({ blockId }) => blockId).filter((id) => {
    const block = plan.document.blocks.find((candidate) => candidate.id === id)!;
    return blockDefinition(block.type)?.comparison !== undefined;
  });
  const columns = leaves.map((id) => {
    const block = plan.document.blocks.find((candidate) => candidate.id === id)!;
    const port = blockDefinition(block.type)!.outputs.find(({ kind }) => kind === "signal")!;
    return ports.get(`${id}.${port.name}`)!;
  });
  const bars = columns[0]?.length ?? 0;
  const found: { bar: number; leaf: string; distance: number; lack: Lack }[] = [];
  for (let bar = 0; bar < bars; bar++) {
    let missing = -1;
    let count = 0;
    for (let k = 0; k < columns.length && count < 2; k++) {
      if (columns[k]![bar] === 1) continue;
      missing = k;
      count++;
    }
    if (count !== 1) continue;
    const lack = lackOf(plan, ports, leaves[missing]!, bar);
    // Beyond the level already, and for a while: that is no miss.
    if (!lack || lack.side * (lack.now - lack.limit) > 0) continue;
    const distance = Math.abs(lack.now - lack.limit) / Math.max(1e-12, Math.abs(lack.limit), 1);
    found.push({ bar, leaf: leaves[missing]!, distance, lack });
  }
  found.sort((a, b) => a.distance - b.distance || a.bar - b.bar);
  const chosen: typeof found = [];
  for (const miss of found) {
    if (chosen.length === MOST_MISSES) break;
    if (chosen.every(({ bar }) => Math.abs(bar - miss.bar) > 24)) chosen.push(miss);
  }
  return chosen.map(({ bar, leaf, lack }) => ({
    bar,
    blockId: leaf,
    text: lackWords(lack),
  }));
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
