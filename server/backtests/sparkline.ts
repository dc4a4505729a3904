/** The shape of a curve in a few points, for drawings the size of a word. */

/** As many points as such a drawing can show. */
export const SPARKLINE_POINTS = 40;

/**
 * Points of an equity curve at even distances, the first and the last value included, as multiples of the starting capital
 * (`1.124` is +12.4 %), rounded to what a pixel can tell. A curve with fewer values keeps them all.
 */
export function sparklineOf(equity: ArrayLike<number>, initialCapital: number): number[] {
  const { length } = equity;
  const count = Math.min(length, SPARKLINE_POINTS);
  const step = count > 1 ? (length - 1) / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => {
    const value = equity[Math.round(i * step)]! / initialCapital;
    return Number(value.toPrecision(5));
  });
}
