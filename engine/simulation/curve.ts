/** Where a simulation leaves the equity of each bar. */
import type { CandleSeries } from "../candles/candle_series.ts";
import { type DeepestDrawdown, DrawdownTracker } from "./deepest_drawdown.ts";

export interface Curve {
  /** Everything is worth the same at the closes of the bars `from` … `to − 1`: cash, or a position at a single close. */
  flat(from: number, to: number, value: number): void;
  /**
   * Marks a position at the closes of the bars `from` … and stops before `to`, or before the first bar whose low reaches the
   * stop or whose high passes the target. (A candle's open lies between its low and its high, so an open beyond a level shows
   * in them.) Returns how many bars were marked.
   */
  hold(
    from: number,
    to: number,
    cash: number,
    quantity: number,
    stopLevel: number,
    targetLevel: number,
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
  ): number {
    let end = to;
    if (stopLevel !== -Infinity || targetLevel !== Infinity) {
      const high = this.#high;
      const low = this.#low;
      end = from;
      while (end < to && !(low[end]! <= stopLevel || high[end]! > targetLevel)) end++;
    }
    this.#tracker.pass(from, end, cash, quantity, this.equity);
    return end - from;
  }
}
