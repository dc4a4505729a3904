/**
 * What metrics need of an equity curve, without the curve: a sweep has no use for a value a bar. Holdings that bring no new peak
 * are told by the extremes of their closes, so that nothing differs from looking at each bar.
 */
import type { CandleSeries } from "../candles/candle_series.ts";
import { BLOCK_SHIFT, type BlockExtremes, blockExtremes } from "../kernels/blocks_of_bars.ts";
import { RangeExtreme } from "../kernels/range_extremes.ts";
import type { DayEnds } from "../simulation/daily_returns.ts";
import { type DeepestDrawdown, DrawdownTracker } from "../simulation/deepest_drawdown.ts";
import type { EquityFacts } from "../metrics/metric.ts";
import type { Curve } from "../simulation/curve.ts";

/** Extremes of the blocks of a range. */
export interface RangeBlocks {
  readonly low: BlockExtremes;
  readonly high: BlockExtremes;
  readonly close: BlockExtremes;
}

export function blocksOfRange({ low, high, close }: CandleSeries): RangeBlocks {
  return { low: blockExtremes(low), high: blockExtremes(high), close: blockExtremes(close) };
}

export class CurveSummary implements Curve, EquityFacts {
  readonly dayValues: Float64Array;
  readonly #highestClose: RangeExtreme;
  readonly #lowestClose: RangeExtreme;
  #tracker!: DrawdownTracker;
  #day = 0;

  /** @param range the candles of the range, bar 0 first */
  constructor(
    private readonly range: CandleSeries,
    private readonly dayEnds: DayEnds,
    private readonly blocks: RangeBlocks,
  ) {
    this.dayValues = new Float64Array(dayEnds.length);
    this.#highestClose = new RangeExtreme(range.close, blocks.close.highest, 1);
    this.#lowestClose = new RangeExtreme(range.close, blocks.close.lowest, -1);
  }

  /** Begins a new curve; before anything else. */
  begin(capital: number): void {
    this.#day = 0;
    this.#tracker = new DrawdownTracker(this.range.close, capital);
  }

  /** As `deepestDrawdownOf` the whole curve; after its last bar. */
  get drawdown(): DeepestDrawdown {
    return this.#tracker.found();
  }

  flat(from: number, to: number, value: number): void {
    this.#tracker.flat(from, to, value);
    const { dayEnds, dayValues } = this;
    while (this.#day < dayEnds.length && dayEnds[this.#day]! < to) dayValues[this.#day++] = value;
  }

  hold(
    from: number,
    to: number,
    cash: number,
    quantity: number,
    stopLevel: number,
    targetLevel: number,
  ): number {
    const free = stopLevel === -Infinity && targetLevel === Infinity;
    let end = to;
    if (!free) end = this.#firstReached(from, to, stopLevel, targetLevel);
    if (end > from) this.#note(from, end, cash, quantity);
    const { dayEnds, dayValues, range: { close } } = this;
    let day = this.#day;
    while (day < dayEnds.length && dayEnds[day]! < end) {
      dayValues[day] = cash + quantity * close[dayEnds[day]!]!;
      day++;
    }
    this.#day = day;
    return end - from;
  }

  /** First bar from `from` on whose low reaches the stop or whose high passes the target; `to` when there is none before it. */
  #firstReached(from: number, to: number, stopLevel: number, targetLevel: number): number {
    const { low, high } = this.range;
    const { lowest } = this.blocks.low;
    const { highest } = this.blocks.high;
    const last = to >> BLOCK_SHIFT;
    let i = from;
    for (;;) {
      const end = Math.min(to, ((i >> BLOCK_SHIFT) + 1) << BLOCK_SHIFT);
      for (; i < end; i++) if (low[i]! <= stopLevel || high[i]! > targetLevel) return i;
      if (i >= to) return to;
      let block = i >> BLOCK_SHIFT;
      while (block < last && lowest[block]! > stopLevel && highest[block]! <= targetLevel) block++;
      i = block << BLOCK_SHIFT;
    }
  }

  /** A holding with a new peak: bar by bar but for the blocks that bring none. */
  #pass(from: number, to: number, cash: number, quantity: number): void {
    const tracker = this.#tracker;
    const { lowest, highest } = this.blocks.close;
    const last = to >> BLOCK_SHIFT;
    for (let i = from; i < to;) {
      const end = Math.min(to, ((i >> BLOCK_SHIFT) + 1) << BLOCK_SHIFT);
      tracker.pass(i, end, cash, quantity);
      let block = end >> BLOCK_SHIFT;
      while (block < last && cash + quantity * highest[block]! < tracker.peak) {
        tracker.sunk(block << BLOCK_SHIFT, cash, quantity, lowest[block]!);
        block++;
      }
      i = Math.max(end, block << BLOCK_SHIFT);
    }
  }

  /** Takes note of a holding by the extremes of its closes; one with a new peak is gone through. */
  #note(from: number, to: number, cash: number, quantity: number): void {
    const tracker = this.#tracker;
    const highest = this.#highestClose;
    const lowest = this.#lowestClose;
    if (!(cash + quantity * highest.around(from, to) < tracker.peak)) {
      this.#pass(from, to, cash, quantity);
    } else if (cash + quantity * lowest.around(from, to) < tracker.lowest) {
      tracker.sunk(from, cash, quantity, lowest.of(from, to));
    }
  }
}
