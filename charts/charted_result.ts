/** What the charts of a result draw: columns of one length, one value a bar. */
import type { CandleSeries } from "../engine/mod.ts";

/** Trades as columns, an exit bar of −1 for one that is still open. */
export interface ChartedTrades {
  readonly entryBar: Int32Array;
  readonly exitBar: Int32Array;
  /** pnl / entry cost; its sign colours the marker. */
  readonly returns: Float64Array;
}

export interface ChartedResult {
  /** Quote currency. */
  readonly equity: Float64Array;
  /** Buying and holding with the same costs; `null` where it is not known. */
  readonly hold: ArrayLike<number | null>;
  /** Fractions at or below 0, from the running peak; the capital is the first peak. */
  readonly drawdown: Float64Array;
  /** The bars' candles; `null` while they are not at hand. */
  readonly candles: CandleSeries | null;
  readonly trades: ChartedTrades;
  /** Bars after which candles are missing. */
  readonly gapsAfter: Int32Array;
}

/** A result whose price can be drawn. */
export type PricedResult = ChartedResult & { readonly candles: CandleSeries };
