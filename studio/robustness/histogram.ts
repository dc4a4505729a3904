/** Values that were drawn by chance, counted in bins of one width. */

export interface Histogram {
  /** Lower edge of the first bin and upper edge of the last. */
  readonly from: number;
  readonly to: number;
  /** Values a bin; the few beyond the edges are in the first and in the last. */
  readonly counts: readonly number[];
}

/** Share of the values at each end that the bins may leave beyond their edges: one wild draw would flatten all others. */
const TAIL = 0.005;
const BINS = 40;

/**
 * @param sorted not empty, ascending
 * @param mark a value that must lie within the edges, such as the run's own
 */
export function histogramOf(sorted: Float64Array, mark: number | null, bins = BINS): Histogram {
  const tail = Math.floor(TAIL * sorted.length);
  const own = mark ?? sorted[tail]!;
  let from = Math.min(sorted[tail]!, own);
  let to = Math.max(sorted[sorted.length - 1 - tail]!, own);
  if (!(to > from)) {
    const room = Math.abs(from) * 0.01 || 0.001;
    from -= room;
    to += room;
  }
  const counts = new Array<number>(bins).fill(0);
  for (const value of sorted) {
    const bin = Math.floor((value - from) / (to - from) * bins);
    counts[Math.min(bins - 1, Math.max(0, bin))]!++;
  }
  return { from, to, counts };
}
