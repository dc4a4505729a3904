/**
 * The highest or lowest value of any stretch of a column, found with a few looks: level k holds those of 2^k blocks in a row (a
 * sparse table, Bender & Farach-Colton 2000), and two of them that overlap cover a stretch.
 */
import { BLOCK_BARS, BLOCK_SHIFT } from "./blocks_of_bars.ts";

/** Levels above the blocks: one look covers 2,048 bars at the most, and what is kept stays a few bytes a bar. */
const MOST_LEVEL = 8;

export class RangeExtreme {
  /** Times the sign, so that the extreme is the highest. */
  readonly #levels: Float64Array[];

  /**
   * @param column without unknown values
   * @param blocks the extremes of its blocks
   * @param sign 1 for the highest, −1 for the lowest
   */
  constructor(
    private readonly column: Float64Array,
    blocks: Float64Array,
    private readonly sign: 1 | -1,
  ) {
    this.#levels = levelsOf(blocks.map((value) => sign * value));
  }

  /** The extreme of the bars `from` … `to − 1`, of which there is at least one. */
  of(from: number, to: number): number {
    const { column, sign } = this;
    const first = (from + BLOCK_BARS - 1) >> BLOCK_SHIFT;
    const last = to >> BLOCK_SHIFT;
    let highest = -Infinity;
    let alone = to;
    if (first < last) {
      highest = this.#ofBlocks(first, last);
      for (let i = last << BLOCK_SHIFT; i < to; i++) {
        const value = sign * column[i]!;
        if (value > highest) highest = value;
      }
      alone = first << BLOCK_SHIFT;
    }
    for (let i = from; i < alone; i++) {
      const value = sign * column[i]!;
      if (value > highest) highest = value;
    }
    return sign * highest;
  }

  /** The extreme of these bars and those that share a block with them: a bound, found sooner. */
  around(from: number, to: number): number {
    const last = (to + BLOCK_BARS - 1) >> BLOCK_SHIFT;
    if (last > this.#levels[0]!.length) return this.of(from, to);
    return this.sign * this.#ofBlocks(from >> BLOCK_SHIFT, last);
  }

  #ofBlocks(first: number, last: number): number {
    const levels = this.#levels;
    const level = Math.min(levels.length - 1, 31 - Math.clz32(last - first));
    const own = levels[level]!;
    const end = last - (1 << level);
    let highest = own[end]!;
    for (let block = first; block < end; block += 1 << level) {
      if (own[block]! > highest) highest = own[block]!;
    }
    return highest;
  }
}

function levelsOf(blocks: Float64Array): Float64Array[] {
  const levels = [blocks];
  for (let level = 0; level < MOST_LEVEL; level++) {
    const below = levels[level]!;
    const half = 1 << level;
    const count = below.length - half;
    if (count < 1) break;
    const own = new Float64Array(count);
    for (let b = 0; b < count; b++) own[b] = Math.max(below[b]!, below[b + half]!);
    levels.push(own);
  }
  return levels;
}
