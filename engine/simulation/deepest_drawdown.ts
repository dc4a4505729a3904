/** Falls of the equity below its running peak, the starting capital being the first peak. */

export interface DeepestDrawdown {
  /** Fraction ≤ 0. */
  readonly depth: number;
  /** Bar of the peak before the fall, of its lowest point, and of the first bar back at the peak (`null` = never). */
  readonly startBar: number | null;
  readonly bottomBar: number | null;
  readonly recoveryBar: number | null;
  /** Longest stretch of bars below a peak. */
  readonly longestUnderwaterBars: number;
  /** The last peak, which is the highest of all. */
  readonly highest: number;
}

/**
 * The deepest fall of an equity curve, the first of equals. Goes from peak to peak: below one peak the lowest value is the
 * deepest fall, so there is one division a peak and not one a bar.
 */
export function deepestDrawdownOf(equity: Float64Array, capital: number): DeepestDrawdown {
  const { length } = equity;
  let depth = 0;
  let startBar: number | null = null;
  let bottomBar: number | null = null;
  let recoveryBar: number | null = null;
  let longestUnderwaterBars = 0;
  let peak = capital;
  let peakBar = 0;
  let i = 0;
  while (i < length) {
    while (i < length && equity[i]! >= peak) peak = equity[i++]!;
    peakBar = i === 0 ? 0 : i - 1;
    const from = i;
    let lowest = peak;
    let lowestBar = -1;
    for (; i < length; i++) {
      const value = equity[i]!;
      if (value >= peak) break;
      if (value < lowest) {
        lowest = value;
        lowestBar = i;
      }
    }
    if (i - from > longestUnderwaterBars) longestUnderwaterBars = i - from;
    if (lowestBar >= 0 && lowest / peak - 1 < depth) {
      depth = lowest / peak - 1;
      startBar = peakBar;
      bottomBar = lowestBar;
      recoveryBar = i < length ? i : null;
    }
  }
  return { depth, startBar, bottomBar, recoveryBar, longestUnderwaterBars, highest: peak };
}
