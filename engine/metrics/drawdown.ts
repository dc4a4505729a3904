/** Falls of the equity below its running peak, the starting capital being the first peak. */
import type { Metric, MetricContext } from "./metric.ts";

export interface DeepestDrawdown {
  /** Fraction ≤ 0. */
  readonly depth: number;
  /** Bar of the peak before the fall, of its lowest point, and of the first new peak (`null` = never). */
  readonly startBar: number | null;
  readonly bottomBar: number | null;
  readonly recoveryBar: number | null;
  /** Longest stretch of bars below a peak. */
  readonly longestUnderwaterBars: number;
}

const cache = new WeakMap<Float64Array, DeepestDrawdown>();

/** The deepest fall; several metrics read it, so it is found once per equity curve. */
export function deepestDrawdown(
  { equity, settings }: Pick<MetricContext, "equity" | "settings">,
): DeepestDrawdown {
  const known = cache.get(equity);
  if (known) return known;
  let peak = settings.initialCapital;
  let peakBar = 0;
  let depth = 0;
  let startBar: number | null = null;
  let bottomBar: number | null = null;
  let recoveryBar: number | null = null;
  let recovering = false;
  let underwater = 0;
  let longestUnderwaterBars = 0;
  for (let i = 0; i < equity.length; i++) {
    const value = equity[i]!;
    if (value >= peak) {
      if (recovering) {
        recoveryBar = i;
        recovering = false;
      }
      peak = value;
      peakBar = i;
      underwater = 0;
      continue;
    }
    underwater++;
    if (underwater > longestUnderwaterBars) longestUnderwaterBars = underwater;
    const fall = value / peak - 1;
    if (fall < depth) {
      depth = fall;
      startBar = peakBar;
      bottomBar = i;
      recoveryBar = null;
      recovering = true;
    }
  }
  const result = { depth, startBar, bottomBar, recoveryBar, longestUnderwaterBars };
  cache.set(equity, result);
  return result;
}

function timeOf({ candles }: MetricContext, bar: number | null): number | null {
  return bar === null ? null : candles.time[bar]!;
}

/** Deepest fall below the running peak, a fraction ≤ 0. */
export const maxDrawdown: Metric = {
  name: "max_drawdown",
  compute: (context) => deepestDrawdown(context).depth,
};

/** Open time of the bar of the peak before the deepest fall. */
export const maxDrawdownStart: Metric = {
  name: "max_drawdown_start",
  compute: (context) => timeOf(context, deepestDrawdown(context).startBar),
};

/** Open time of the bar at the bottom of the deepest fall. */
export const maxDrawdownBottom: Metric = {
  name: "max_drawdown_bottom",
  compute: (context) => timeOf(context, deepestDrawdown(context).bottomBar),
};

/** Open time of the first bar back at the peak, `null` when there is none. */
export const maxDrawdownRecovery: Metric = {
  name: "max_drawdown_recovery",
  compute: (context) => timeOf(context, deepestDrawdown(context).recoveryBar),
};

/** Most bars in a row below a peak. */
export const longestUnderwaterBars: Metric = {
  name: "longest_underwater_bars",
  compute: (context) => deepestDrawdown(context).longestUnderwaterBars,
};
