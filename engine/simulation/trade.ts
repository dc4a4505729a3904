/** One entry and its exit. */

/** Why a trade ended; `open` is the one still held at the end of the data. */
export const EXIT_REASONS = [
  "signal",
  "stop_loss",
  "trailing_stop",
  "take_profit",
  "time",
  "open",
] as const;
export type ExitReason = (typeof EXIT_REASONS)[number];

export interface Trade {
  readonly side: "long";
  /** Open time of the candle, Unix milliseconds. */
  readonly entry_time: number;
  readonly entry_bar: number;
  /** The fill, slippage included. */
  readonly entry_price: number;
  /** `null` while the position is open. */
  readonly exit_time: number | null;
  readonly exit_bar: number | null;
  readonly exit_price: number | null;
  /** Base currency. */
  readonly quantity: number;
  /** Quote currency, of the legs that were filled. */
  readonly fees: number;
  readonly slippage: number;
  /** Quote currency, after all fees; of an open position at the last close. */
  readonly pnl: number;
  /** pnl / entry cost with its fee. */
  readonly return: number;
  readonly exit_reason: ExitReason;
  readonly bars_held: number;
  /** Largest fall and rise from the fill while held, fractions: mae ≤ 0 ≤ mfe. */
  readonly mae: number;
  readonly mfe: number;
  /** pnl in multiples of what the initial stop put at risk, `null` without one. */
  readonly r: number | null;
  /** Stop and target both lay within the exit candle. */
  readonly ambiguous: boolean;
  /** The stop was jumped over at an open. */
  readonly gap: boolean;
  /** A fill is on the first candle after missing ones. */
  readonly after_gap: boolean;
}
