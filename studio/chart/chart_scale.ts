/** Which bars and which values of a pane are in view. */
import type { ChartModel, ChartPane } from "./chart_model.ts";

/** Share of a pane's height that is left free above and below its curves. */
const AIR = 0.06;

/** First and last bar at or within `from … to`, Unix milliseconds; `null` when there is none. */
export function barsWithin(
  time: ArrayLike<number>,
  from: number,
  to: number,
): { readonly first: number; readonly last: number } | null {
  const first = firstFrom(time, from);
  const end = firstFrom(time, to);
  const last = time[end] === to ? end : end - 1;
  return first <= last ? { first, last } : null;
}

/** The place of the first time at or after `at`; the length when there is none. */
export function firstFrom(time: ArrayLike<number>, at: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle]! < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The bar whose time is nearest. */
export function nearestBar(time: ArrayLike<number>, at: number): number {
  const after = Math.min(firstFrom(time, at), time.length - 1);
  const before = Math.max(0, after - 1);
  return at - time[before]! <= time[after]! - at ? before : after;
}

export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/** A running range over columns; what is not a number does not count. */
class Extremes {
  low = Infinity;
  high = -Infinity;

  column(column: ArrayLike<number | null>, first: number, last: number): void {
    let { low, high } = this;
    for (let i = first; i <= last; i++) {
      const value = column[i];
      if (value === null || value === undefined) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    this.low = low;
    this.high = high;
  }

  value(value: number): void {
    if (value < this.low) this.low = value;
    if (value > this.high) this.high = value;
  }
}

/**
 * The values that a pane has to hold for the bars `first … last`: those of its candles, curves that are not hidden, levels of
 * trades, and of a pane with bounds these.
 *
 * @param isLog whether the air around them is measured in powers
 */
export function valuesInView(
  model: ChartModel,
  pane: ChartPane,
  hidden: ReadonlySet<string>,
  { first, last }: { readonly first: number; readonly last: number },
  isLog = false,
): ValueRange {
  const found = new Extremes();
  if (pane.kind === "price") {
    found.column(model.candles.low, first, last);
    found.column(model.candles.high, first, last);
    for (const levels of [model.stop, model.target]) {
      if (levels && !hidden.has("levels")) found.column(levels, first, last);
    }
  }
  if (pane.kind === "volume") {
    found.value(0);
    found.column(model.candles.volume, first, last);
  }
  for (const group of pane.groups) {
    if (hidden.has(group.key)) continue;
    for (const { column, shape } of group.curves) {
      found.column(column, first, last);
      if (shape === "histogram") found.value(0);
    }
  }
  if (pane.kind === "block") {
    for (const { value, isOwn } of pane.thresholds) if (isOwn) found.value(value);
    if (pane.min !== null && pane.max !== null) {
      return { low: Math.min(pane.min, found.low), high: Math.max(pane.max, found.high) };
    }
  }
  if (pane.kind === "drawdown") return { low: Math.min(found.low, -0.01) * 1.08, high: 0 };
  return withAir(found, isLog, pane.kind === "volume");
}

function withAir({ low, high }: ValueRange, isLog: boolean, fromZero: boolean): ValueRange {
  if (!(low <= high)) return { low: 0, high: 1 };
  if (low === high) {
    const room = Math.abs(low) * 0.01 || 1;
    return { low: low - room, high: high + room };
  }
  if (fromZero) return { low, high: high * (1 + AIR) };
  if (isLog && low > 0) {
    const factor = (high / low) ** AIR;
    return { low: low / factor, high: high * factor };
  }
  const room = (high - low) * AIR;
  return { low: low - room, high: high + room };
}
