/** Quantiles, linear between order statistics: rank q × (n − 1) (Hyndman & Fan 1996, type 7). */

/** @param sorted ascending, not empty */
export function quantileOf(sorted: ArrayLike<number>, q: number): number {
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const below = sorted[low]!;
  const above = sorted[Math.min(low + 1, sorted.length - 1)]!;
  return below + (above - below) * (at - low);
}
