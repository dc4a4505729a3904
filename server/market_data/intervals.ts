/**
 * Arithmetic on stretches of time: which part of a range is already known to be complete, and which is not.
 */

/** A half-open stretch of time, Unix ms: `from` belongs to it, `to` does not. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The same stretches in order, touching and overlapping ones joined, empty ones dropped. */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter((i) => i.from < i.to).sort((a, b) => a.from - b.from);
  const merged: Interval[] = [];
  for (const interval of sorted) {
    const last = merged.at(-1);
    if (last && interval.from <= last.to) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, interval.to) };
    } else merged.push(interval);
  }
  return merged;
}

/** The parts of `wanted` that none of `known` covers, in order. */
export function missingIntervals(wanted: Interval, known: readonly Interval[]): Interval[] {
  const missing: Interval[] = [];
  let from = wanted.from;
  for (const interval of mergeIntervals(known)) {
    if (interval.to <= from) continue;
    if (interval.from >= wanted.to) break;
    if (interval.from > from) missing.push({ from, to: interval.from });
    from = interval.to;
  }
  if (from < wanted.to) missing.push({ from, to: wanted.to });
  return missing;
}

/** How far back from `time` the known stretches reach without a hole; `time` itself when the moment before is unknown. */
export function reachesBackTo(time: number, known: readonly Interval[]): number {
  const around = mergeIntervals(known).find((i) => i.from < time && i.to >= time);
  return around ? around.from : time;
}
