/**
 * Extremes of short blocks of bars, by which a search leaps over what cannot be. Block b holds the bars 8b … 8b + 7; the last
 * bars that do not fill a block have none.
 */

export const BLOCK_BARS = 8;
export const BLOCK_SHIFT = 3;

export interface BlockExtremes {
  /** NaN where a bar of the block is unknown: comparisons with it are false, and the block is looked at bar by bar. */
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
}

export function blockExtremes(column: Float64Array): BlockExtremes {
  const count = column.length >> BLOCK_SHIFT;
  const lowest = new Float64Array(count);
  const highest = new Float64Array(count);
  for (let b = 0; b < count; b++) {
    const from = b << BLOCK_SHIFT;
    let low = column[from]!;
    let high = low;
    for (let i = from + 1; i < from + BLOCK_BARS; i++) {
      const value = column[i]!;
      // Math.min and Math.max carry NaN along.
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    lowest[b] = low;
    highest[b] = high;
  }
  return { lowest, highest };
}
