/** What the blocks of a strategy showed at a close, with as many candles before it as its conditions look back on. */
import {
  blockDefinition,
  type CandleSeries,
  portColumns,
  resolveParams,
  type RunSettings,
  type StrategyPlan,
} from "../../engine/mod.ts";
import type { Reading } from "../../contracts/desk.ts";

/** A crossing looks at two candles before, a turn at three. */
const LEAST_BARS = 4;
const MOST_BARS = 500;

export function readingOf(
  candles: CandleSeries,
  plan: StrategyPlan,
  settings: RunSettings,
): Reading {
  const ports = portColumns(candles, plan, settings);
  const bars = Math.min(barsLookedAt(plan), candles.length);
  const tail = <T>(column: ArrayLike<T>) =>
    Array.from(
      { length: Math.min(bars, column.length) },
      (_, i) => column[column.length - Math.min(bars, column.length) + i]!,
    );
  const columns: Record<string, (number | null)[]> = {};
  for (const [port, column] of ports) {
    columns[port] = tail<number>(column).map((value) => Number.isFinite(value) ? value : null);
  }
  const length = ports.values().next().value?.length ?? bars;
  const shown = Math.min(bars, length);
  return {
    time: tail(candles.time).slice(-shown),
    close: tail(candles.close).slice(-shown),
    columns,
  };
}

function barsLookedAt({ document }: StrategyPlan): number {
  const wanted = document.blocks.map((block) => {
    const definition = blockDefinition(block.type);
    const bars = definition && resolveParams(definition, block.params).bars;
    return typeof bars === "number" ? bars + 1 : 0;
  });
  return Math.min(MOST_BARS, Math.max(LEAST_BARS, ...wanted));
}
