/**
 * What metrics need of an equity curve, without the curve: a sweep has no use for a value a bar. Stretches of bars that can
 * neither be a new peak nor a new low are leapt over by the extremes of their closes. Rounding keeps the order of values
 * (cash + quantity × close never falls as the close rises), so that nothing differs from looking at each bar.
 */
import type { CandleSeries } from "../candles/candle_series.ts";
import { BLOCK_SHIFT, type BlockExtremes, blockExtremes } from "../kernels/blocks_of_bars.ts";
import type { DayEnds } from "../metrics/daily_returns.ts";
import type { DeepestDrawdown } from "../metrics/deepest_drawdown.ts";
import type { EquityFacts } from "../metrics/metric.ts";
import type { Curve, HeldPosition } from "./curve.ts";

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
  #day = 0;
  #peak = 0;
  /** First bar below the peak. */
  #waterFrom = 0;
  #lowest = Infinity;
  #lowestBar = -1;
  #depth = 0;
  #startBar: number | null = null;
  #bottomBar: number | null = null;
  #recoveryBar: number | null = null;
  #longest = 0;

  /** @param range the candles of the range, bar 0 first */
  constructor(
    private readonly range: CandleSeries,
    private readonly dayEnds: DayEnds,
    private readonly blocks: RangeBlocks,
  ) {
    this.dayValues = new Float64Array(dayEnds.length);
  }

  /** Begins a new curve. */
  begin(capital: number): void {
    this.#day = 0;
    this.#peak = capital;
    this.#waterFrom = 0;
    this.#lowest = Infinity;
    this.#lowestBar = -1;
    this.#depth = 0;
    this.#startBar = null;
    this.#bottomBar = null;
    this.#recoveryBar = null;
    this.#longest = 0;
  }

  /** As `deepestDrawdownOf` the whole curve; after its last bar. */
  get drawdown(): DeepestDrawdown {
    this.#surface(this.range.length, null);
    return {
      depth: this.#depth,
      startBar: this.#startBar,
      bottomBar: this.#bottomBar,
      recoveryBar: this.#recoveryBar,
      longestUnderwaterBars: this.#longest,
    };
  }

  flat(from: number, to: number, cash: number): void {
    if (cash >= this.#peak) {
      this.#surface(from, from);
      this.#peak = cash;
      this.#waterFrom = to;
    } else if (cash < this.#lowest) {
      this.#lowest = cash;
      this.#lowestBar = from;
    }
    const { dayEnds, dayValues } = this;
    while (this.#day < dayEnds.length && dayEnds[this.#day]! < to) dayValues[this.#day++] = cash;
  }

  mark(bar: number, value: number): void {
    this.flat(bar, bar + 1, value);
  }

  hold(from: number, to: number, { cash, quantity, stopLevel, targetLevel }: HeldPosition): number {
    const { low, high, close } = this.range;
    const lowestLow = this.blocks.low.lowest;
    const highestHigh = this.blocks.high.highest;
    const { lowest: lowestClose, highest: highestClose } = this.blocks.close;
    let peak = this.#peak;
    let lowest = this.#lowest;
    let i = from;
    for (;;) {
      // What is left of the block, bar by bar.
      const end = Math.min(to, ((i >> BLOCK_SHIFT) + 1) << BLOCK_SHIFT);
      for (; i < end; i++) {
        if (low[i]! <= stopLevel || high[i]! > targetLevel) break;
        const value = cash + quantity * close[i]!;
        if (value >= peak) {
          this.#surface(i, i);
          lowest = Infinity;
          peak = this.#peak = value;
          this.#waterFrom = i + 1;
        } else if (value < lowest) {
          lowest = this.#lowest = value;
          this.#lowestBar = i;
        }
      }
      if (i < end || i >= to) break;
      // Then over the blocks on which nothing can happen.
      let block = i >> BLOCK_SHIFT;
      const last = to >> BLOCK_SHIFT;
      while (
        block < last && lowestLow[block]! > stopLevel && highestHigh[block]! <= targetLevel &&
        cash + quantity * highestClose[block]! < peak &&
        cash + quantity * lowestClose[block]! >= lowest
      ) block++;
      i = block << BLOCK_SHIFT;
      if (i >= to) break;
    }
    const { dayEnds, dayValues } = this;
    while (this.#day < dayEnds.length && dayEnds[this.#day]! < i) {
      dayValues[this.#day] = cash + quantity * close[dayEnds[this.#day]!]!;
      this.#day++;
    }
    return i - from;
  }

  /** Ends what lies below the peak, before `bar`, where the curve is back at it (or ends: `null`). */
  #surface(bar: number, recoveryBar: number | null): void {
    if (bar - this.#waterFrom > this.#longest) this.#longest = bar - this.#waterFrom;
    if (this.#lowestBar < 0) return;
    const fall = this.#lowest / this.#peak - 1;
    if (fall < this.#depth) {
      this.#depth = fall;
      this.#startBar = Math.max(0, this.#waterFrom - 1);
      this.#bottomBar = this.#lowestBar;
      this.#recoveryBar = recoveryBar;
    }
    this.#lowest = Infinity;
    this.#lowestBar = -1;
  }
}
