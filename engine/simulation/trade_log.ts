/**
 * The trades of a run as columns, one row a trade: statistics read a column at a time, and a sweep writes over the same log
 * again and again. Rows become `Trade` objects at the end, where anybody looks at them one by one.
 */
import type { CandleSeries } from "../candles/candle_series.ts";
import { EXIT_REASONS, type Trade } from "./trade.ts";

/** Numbers of the exit reasons in a log. */
export const SIGNAL = EXIT_REASONS.indexOf("signal");
export const STOP_LOSS = EXIT_REASONS.indexOf("stop_loss");
export const TRAILING_STOP = EXIT_REASONS.indexOf("trailing_stop");
export const TAKE_PROFIT = EXIT_REASONS.indexOf("take_profit");
export const TIME = EXIT_REASONS.indexOf("time");
export const OPEN = EXIT_REASONS.indexOf("open");

/** Tags of a trade, bits. */
export const AMBIGUOUS = 1;
export const GAP = 2;

export class TradeLog {
  /** Rows in use, the open trade included. */
  length = 0;
  /** Rows of closed trades; they come first. */
  closed = 0;
  entryBar = new Int32Array(64);
  exitBar = new Int32Array(64);
  reason = new Uint8Array(64);
  tags = new Uint8Array(64);
  entryPrice = new Float64Array(64);
  exitPrice = new Float64Array(64);
  quantity = new Float64Array(64);
  fees = new Float64Array(64);
  slippage = new Float64Array(64);
  pnl = new Float64Array(64);
  /** pnl / entry cost. */
  returns = new Float64Array(64);
  mae = new Float64Array(64);
  mfe = new Float64Array(64);
  /** NaN without an initial stop. */
  r = new Float64Array(64);

  clear(): void {
    this.length = 0;
    this.closed = 0;
  }

  /** Number of a new row, whose fields hold anything. */
  add(): number {
    if (this.length === this.reason.length) this.#grow();
    return this.length++;
  }

  /** Closed trades with a tag. */
  countTagged(tag: number): number {
    let count = 0;
    for (let k = 0; k < this.closed; k++) if ((this.tags[k]! & tag) !== 0) count++;
    return count;
  }

  #grow(): void {
    const capacity = 2 * this.reason.length;
    this.entryBar = copied(this.entryBar, new Int32Array(capacity));
    this.exitBar = copied(this.exitBar, new Int32Array(capacity));
    this.reason = copied(this.reason, new Uint8Array(capacity));
    this.tags = copied(this.tags, new Uint8Array(capacity));
    this.entryPrice = copied(this.entryPrice, new Float64Array(capacity));
    this.exitPrice = copied(this.exitPrice, new Float64Array(capacity));
    this.quantity = copied(this.quantity, new Float64Array(capacity));
    this.fees = copied(this.fees, new Float64Array(capacity));
    this.slippage = copied(this.slippage, new Float64Array(capacity));
    this.pnl = copied(this.pnl, new Float64Array(capacity));
    this.returns = copied(this.returns, new Float64Array(capacity));
    this.mae = copied(this.mae, new Float64Array(capacity));
    this.mfe = copied(this.mfe, new Float64Array(capacity));
    this.r = copied(this.r, new Float64Array(capacity));
  }

  /** The trades as objects. `range` are the candles of the range, bar 0 first. */
  toTrades(range: CandleSeries): Trade[] {
    const { time } = range;
    const trades: Trade[] = new Array(this.length);
    for (let k = 0; k < this.length; k++) {
      const entryBar = this.entryBar[k]!;
      const exitBar = this.exitBar[k]!;
      const open = this.reason[k] === OPEN;
      const tags = this.tags[k]!;
      const r = this.r[k]!;
      trades[k] = {
        side: "long",
        entry_time: time[entryBar]!,
        entry_bar: entryBar,
        entry_price: this.entryPrice[k]!,
        exit_time: open ? null : time[exitBar]!,
        exit_bar: open ? null : exitBar,
        exit_price: open ? null : this.exitPrice[k]!,
        quantity: this.quantity[k]!,
        fees: this.fees[k]!,
        slippage: this.slippage[k]!,
        pnl: this.pnl[k]!,
        return: this.returns[k]!,
        exit_reason: EXIT_REASONS[this.reason[k]!]!,
        bars_held: exitBar - entryBar,
        mae: this.mae[k]!,
        mfe: this.mfe[k]!,
        r: r === r ? r : null,
        ambiguous: (tags & AMBIGUOUS) !== 0,
        gap: (tags & GAP) !== 0,
        after_gap: followsGap(range, entryBar) || (!open && followsGap(range, exitBar)),
      };
    }
    return trades;
  }
}

function copied<T extends Float64Array | Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Whether candles are missing right before a bar; before bar 0 nothing counts as missing. */
function followsGap({ time, timeframeMs }: CandleSeries, bar: number): boolean {
  return bar > 0 && Math.round((time[bar]! - time[bar - 1]!) / timeframeMs) > 1;
}
