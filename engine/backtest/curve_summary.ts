/**
 * What metrics need of an equity curve, without the curve: a sweep has no use for a value a bar. Stretches of bars that can
 * neither be a new peak nor a new low are leapt over by the extremes of their closes. Rounding keeps the order of values
 * (cash + quantity × close never falls as the close rises), so that nothing differs from looking at each bar.
 */
import type { CandleSeries } from "../candles/candle_series.ts";
import { BLOCK_SHIFT, type BlockExtremes, blockExtremes } from "../kernels/blocks_of_bars.ts";
import { RangeExtreme } from "../kernels/range_extremes.ts";
import type { DayEnds } from "../simulation/daily_returns.ts";
import type { DeepestDrawdown } from "../simulation/deepest_drawdown.ts";
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
  #day = 0;
  #peak = 0;
  /** First bar below the peak. */
  #waterFrom = 0;
  #lowest = Infinity;
  /** Bar of the lowest value; −1 where it is only known that it lies in the holding below. */
  #lowestBar = -1;
  #lowestFrom = 0;
  #lowestCash = 0;
  #lowestQuantity = 0;
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
    this.#highestClose = new RangeExtreme(range.close, blocks.close.highest, 1);
    this.#lowestClose = new RangeExtreme(range.close, blocks.close.lowest, -1);
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
      highest: this.#peak,
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
    if (end > from && !this.#sinks(from, end, cash, quantity)) {
      this.#pass(from, end, cash, quantity);
    }
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

  /** Whether a position stays below the peak all along; then its lowest value is taken note of, and its bar is left for later. */
  #sinks(from: number, to: number, cash: number, quantity: number): boolean {
    const highest = this.#highestClose;
    const lowest = this.#lowestClose;
    if (
      cash + quantity * highest.around(from, to) >= this.#peak &&
      cash + quantity * highest.of(from, to) >= this.#peak
    ) return false;
    if (cash + quantity * lowest.around(from, to) >= this.#lowest) return true;
    const value = cash + quantity * lowest.of(from, to);
    if (value < this.#lowest) {
      this.#lowest = value;
      this.#lowestBar = -1;
      this.#lowestFrom = from;
      this.#lowestCash = cash;
      this.#lowestQuantity = quantity;
    }
    return true;
  }

  /** First bar at which the lowest value below the peak was reached. */
  #barOfLowest(): number {
    let bar = this.#lowestBar;
    if (bar >= 0) return bar;
    const { close } = this.range;
    bar = this.#lowestFrom;
    while (this.#lowestCash + this.#lowestQuantity * close[bar]! > this.#lowest) bar++;
    return bar;
  }

  /** Takes note of the peaks and lows of a position's value at the bars `from` … `to − 1`. */
  #pass(from: number, to: number, cash: number, quantity: number): void {
    const { close } = this.range;
    const { lowest: lowestClose, highest: highestClose } = this.blocks.close;
    const last = to >> BLOCK_SHIFT;
    let peak = this.#peak;
    let waterFrom = this.#waterFrom;
    let lowest = this.#lowest;
    let i = from;
    while (i < to) {
      // What is left of the block, bar by bar.
      const end = Math.min(to, ((i >> BLOCK_SHIFT) + 1) << BLOCK_SHIFT);
      for (; i < end; i++) {
        const value = cash + quantity * close[i]!;
        if (value >= peak) {
          if (i > waterFrom) {
            this.#peak = peak;
            this.#waterFrom = waterFrom;
            this.#surface(i, i);
            lowest = Infinity;
          }
          peak = value;
          waterFrom = i + 1;
        } else if (value < lowest) {
          lowest = this.#lowest = value;
          this.#lowestBar = i;
        }
      }
      // Then over the blocks on which nothing can happen.
      let block = i >> BLOCK_SHIFT;
      while (
        block < last && cash + quantity * highestClose[block]! < peak &&
        cash + quantity * lowestClose[block]! >= lowest
      ) block++;
      i = Math.max(i, block << BLOCK_SHIFT);
    }
    this.#peak = peak;
    this.#waterFrom = waterFrom;
  }

  /** Ends what lies below the peak, before `bar`, where the curve is back at it (or ends: `null`). */
  #surface(bar: number, recoveryBar: number | null): void {
    if (bar - this.#waterFrom > this.#longest) this.#longest = bar - this.#waterFrom;
    if (this.#lowest === Infinity) return;
    const fall = this.#lowest / this.#peak - 1;
    if (fall < this.#depth) {
      this.#depth = fall;
      this.#startBar = Math.max(0, this.#waterFrom - 1);
      this.#bottomBar = this.#barOfLowest();
      this.#recoveryBar = recoveryBar;
    }
    this.#lowest = Infinity;
    this.#lowestBar = -1;
  }
}
