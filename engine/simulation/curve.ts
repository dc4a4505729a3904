/** Where a simulation leaves the equity of each bar. */
import type { CandleSeries } from "../candles/candle_series.ts";

/** Extremes of a stretch of bars; one object is used again and again. */
export interface Stretch {
  lowest: number;
  highest: number;
}

export interface Curve {
  /** Nothing is held at the closes of the bars `from` … `to − 1`. */
  flat(from: number, to: number, cash: number): void;
  /** What everything is worth at the close of one bar. */
  mark(bar: number, value: number): void;
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

  /** @param range the candles of the range, bar 0 first. */
  constructor({ high, low, close, length }: CandleSeries) {
    this.equity = new Float64Array(length);
    this.#high = high;
    this.#low = low;
    this.#close = close;
  }

  flat(from: number, to: number, cash: number): void {
    const { equity } = this;
    for (let i = from; i < to; i++) equity[i] = cash;
  }

  mark(bar: number, value: number): void {
    this.equity[bar] = value;
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
    stretch.lowest = lowest;
    stretch.highest = highest;
    return i - from;
  }
}
