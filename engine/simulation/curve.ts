/** Where a simulation leaves the equity of each bar. */
import type { CandleSeries } from "../candles/candle_series.ts";
import { type DeepestDrawdown, DrawdownTracker } from "./deepest_drawdown.ts";

/** Extremes of a stretch of bars; one object is used again and again. */
export interface Stretch {
  lowest: number;
  highest: number;
}

export interface Curve {
  /** Everything is worth the same at the closes of the bars `from` … `to − 1`: cash, or a position at a single close. */
  flat(from: number, to: number, value: number): void;
  /**
   * Marks a position at the closes of the bars `from` … and stops before `to`, or before the first bar whose low reaches the
   * stop or whose high passes the target. (A candle's open lies between its low and its high, so an open beyond a level shows
   * in them.) Returns how many bars were marked, and leaves their extremes in `stretch` where anybody asks for them.
   */
  hold(
    from: number,
    to: number,
    cash: number,
    quantity: number,
    stopLevel: number,
    targetLevel: number,
    stretch: Stretch,
  ): number;
}

/** The whole curve, one value a bar of the range, quote currency. */
export class EquityCurve implements Curve {
  readonly equity: Float64Array;
  readonly #high: Float64Array;
  readonly #low: Float64Array;
  readonly #close: Float64Array;
  #tracker!: DrawdownTracker;

  /** @param range the candles of the range, bar 0 first. */
  constructor({ high, low, close, length }: CandleSeries) {
    this.equity = new Float64Array(length);
    this.#high = high;
    this.#low = low;
    this.#close = close;
  }

  /** Begins a new curve; before anything else. */
  begin(capital: number): void {
    this.#tracker = new DrawdownTracker(this.#close, capital);
  }

  /** As `deepestDrawdownOf` the whole curve; after its last bar. */
  get drawdown(): DeepestDrawdown {
    return this.#tracker.found();
  }

  flat(from: number, to: number, value: number): void {
    const { equity } = this;
    for (let i = from; i < to; i++) equity[i] = value;
    this.#tracker.flat(from, to, value);
  }

  hold(
    from: number,
    to: number,
    cash: number,
    quantity: number,
    stopLevel: number,
    targetLevel: number,
    stretch: Stretch,
  ): number {
    const { equity } = this;
    const high = this.#high;
    const low = this.#low;
    const close = this.#close;
    let lowest = Infinity;
    let highest = 0;
    let i = from;
    for (; i < to; i++) {
      const l = low[i]!;
      const h = high[i]!;
      if (l <= stopLevel || h > targetLevel) break;
      if (l < lowest) lowest = l;
      if (h > highest) highest = h;
      equity[i] = cash + quantity * close[i]!;
    }
    const tracker = this.#tracker;
    // No close lies beyond the extremes: most holdings bring neither a new peak nor a new low.
    const quiet = cash + quantity * highest < tracker.peak &&
      cash + quantity * lowest >= tracker.lowest;
    if (!quiet) tracker.pass(from, i, cash, quantity);
    stretch.lowest = lowest;
    stretch.highest = highest;
    return i - from;
  }
}
