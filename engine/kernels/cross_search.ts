/** Where one series crosses above another, found without looking at every bar. */
import { NEVER } from "./signal_reader.ts";
import { BLOCK_SHIFT, type BlockExtremes } from "./blocks_of_bars.ts";

export class CrossSearch {
  constructor(
    private readonly a: Float64Array,
    private readonly b: Float64Array,
    private readonly blocksA: BlockExtremes,
    private readonly blocksB: BlockExtremes,
  ) {}

  /** First bar i ≥ `from` with a[i−1] ≤ b[i−1] and a[i] > b[i]; `NEVER` when there is none. */
  next(from: number): number {
    return nextCross(this.a, this.b, this.blocksA, this.blocksB, from);
  }
}

function nextCross(
  a: Float64Array,
  b: Float64Array,
  { lowest: lowA, highest: highA }: BlockExtremes,
  { lowest: lowB, highest: highB }: BlockExtremes,
  from: number,
): number {
  const { length } = a;
  const blocks = lowA.length;
  let i = from < 1 ? 1 : from;
  for (;;) {
    // What is left of the block, bar by bar.
    const end = Math.min(length, ((i >> BLOCK_SHIFT) + 1) << BLOCK_SHIFT);
    for (; i < end; i++) if (a[i]! > b[i]! && a[i - 1]! <= b[i - 1]!) return i;
    if (i >= length) return NEVER;
    let block = i >> BLOCK_SHIFT;
    if (block === blocks) continue;
    // Then over the blocks in which a is nowhere above b, or is above it all along and was before.
    if (highA[block]! <= lowB[block]!) {
      do block++; while (block < blocks && highA[block]! <= lowB[block]!);
    } else if (lowA[block]! > highB[block]! && !(a[i - 1]! <= b[i - 1]!)) {
      do block++; while (block < blocks && lowA[block]! > highB[block]!);
    }
    i = block << BLOCK_SHIFT;
    if (i >= length) return NEVER;
  }
}
