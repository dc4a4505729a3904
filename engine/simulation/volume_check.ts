/** Strategies that read volumes need candles that have them. */
import type { CandleSeries } from "../candles/candle_series.ts";
import { type PlanNode, sourceSlot, type StrategyPlan } from "../strategy/plan.ts";

/**
 * Holds a strategy against candles that may have no volumes. Blocks that nothing reads do not count.
 *
 * @throws {RangeError} in a trader's words, naming the blocks that cannot be calculated
 */
export function checkVolume(plan: StrategyPlan, candles: CandleSeries): void {
  if (candles.hasVolume) return;
  const names = [...new Set(plan.nodes.map((node) => readerOf(node, plan)).filter(isNamed))];
  if (names.length === 0) return;
  const last = names.pop()!;
  const all = names.length === 0 ? last : `${names.join(", ")} and ${last}`;
  throw new RangeError(`These candles have no volume, so ${all} cannot be calculated.`);
}

function isNamed(name: string | null): name is string {
  return name !== null;
}

/** The name of the block through which a computation reads volumes; `null` where it reads none. */
function readerOf({ blockId, definition, inputs }: PlanNode, plan: StrategyPlan): string | null {
  if (definition.readsVolume) return definition.name;
  const slot = sourceSlot("volume");
  const port = Object.keys(inputs).find((name) => inputs[name] === slot);
  if (port === undefined) return null;
  const isWired = plan.document.connections.some(({ to }) =>
    to.block === blockId && to.port === port
  );
  return isWired ? "Volume" : `${definition.name} of the volume`;
}
