/**
 * The trades of a run as columns, one row a trade: statistics read a column at a time, and a sweep writes over the same log
 * again and again. Rows become `Trade` objects at the end, where anybody looks at them one by one.
 */
import { missingAt } from "../candles/gaps.ts";
import type { Sessions } from "../candles/sessions.ts";
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

/** Eight columns of 8 bytes, two of 4, two of 1. */
const ROW_BYTES = 74;

export class TradeLog {
  /** Rows in use, the open trade included. */
  length = 0;
  /** Rows of closed trades; they come first. */
  closed = 0;
  entryBar!: Int32Array;
  exitBar!: Int32Array;
  reason!: Uint8Array;
  tags!: Uint8Array;
  entryPrice!: Float64Array;
  exitPrice!: Float64Array;
  quantity!: Float64Array;
  fees!: Float64Array;
  slippage!: Float64Array;
  pnl!: Float64Array;
  /** pnl / entry cost. */
  returns!: Float64Array;
  /** NaN without an initial stop. */
  r!: Float64Array;

  /** @param rows that there is room for at first */
  constructor(rows = 64) {
    this.#allocate(rows);
  }

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

  /** Columns of one piece of memory: many short ones by themselves take longer to make than a run of a short range. */
  #allocate(rows: number): void {
    const room = Math.max(8, (rows + 7) & ~7);
    const buffer = new ArrayBuffer(room * ROW_BYTES);
    let at = 0;
    const numbers = () => new Float64Array(buffer, (at += 8 * room) - 8 * room, room);
    const bars = () => new Int32Array(buffer, (at += 4 * room) - 4 * room, room);
    const bytes = () => new Uint8Array(buffer, (at += room) - room, room);
    this.entryPrice = numbers();
    this.exitPrice = numbers();
    this.quantity = numbers();
    this.fees = numbers();
    this.slippage = numbers();
    this.pnl = numbers();
    this.returns = numbers();
    this.r = numbers();
    this.entryBar = bars();
    this.exitBar = bars();
    this.reason = bytes();
    this.tags = bytes();
  }

  #grow(): void {
    const before = { ...this };
    this.#allocate(2 * this.reason.length);
    this.entryBar.set(before.entryBar);
    this.exitBar.set(before.exitBar);
    this.reason.set(before.reason);
    this.tags.set(before.tags);
    this.entryPrice.set(before.entryPrice);
    this.exitPrice.set(before.exitPrice);
    this.quantity.set(before.quantity);
    this.fees.set(before.fees);
    this.slippage.set(before.slippage);
    this.pnl.set(before.pnl);
    this.returns.set(before.returns);
    this.r.set(before.r);
  }

  /**
   * The trades as objects.
   *
   * @param range the candles of the range, bar 0 first
   * @param sessions when the market was open, where it is not always
   */
  toTrades(range: CandleSeries, sessions?: Sessions): Trade[] {
    const followsGap = (bar: number) => bar > 0 && missingAt(range, bar, sessions) > 0;
    const { time, high, low } = range;
    const trades: Trade[] = new Array(this.length);
    for (let k = 0; k < this.length; k++) {
      const entryBar = this.entryBar[k]!;
      const exitBar = this.exitBar[k]!;
      const open = this.reason[k] === OPEN;
      const tags = this.tags[k]!;
      const r = this.r[k]!;
      const entryPrice = this.entryPrice[k]!;
      const exitPrice = this.exitPrice[k]!;
      // Of the bars at whose close it was held: on that of the exit, what came after it does not count.
      let lowest = Infinity;
      let highest = 0;
      for (let i = entryBar, end = open ? exitBar + 1 : exitBar; i < end; i++) {
        if (low[i]! < lowest) lowest = low[i]!;
        if (high[i]! > highest) highest = high[i]!;
      }
      const move = open ? 0 : exitPrice / entryPrice - 1;
      trades[k] = {
        side: "long",
        entry_time: time[entryBar]!,
        entry_bar: entryBar,
        entry_price: entryPrice,
        exit_time: open ? null : time[exitBar]!,
        exit_bar: open ? null : exitBar,
        exit_price: open ? null : exitPrice,
        quantity: this.quantity[k]!,
        fees: this.fees[k]!,
        slippage: this.slippage[k]!,
        pnl: this.pnl[k]!,
        return: this.returns[k]!,
        exit_reason: EXIT_REASONS[this.reason[k]!]!,
        bars_held: exitBar - entryBar,
        mae: Math.min(0, lowest / entryPrice - 1, move),
        mfe: Math.max(0, highest / entryPrice - 1, move),
        r: r === r ? r : null,
        ambiguous: (tags & AMBIGUOUS) !== 0,
        gap: (tags & GAP) !== 0,
        after_gap: followsGap(entryBar) || (!open && followsGap(exitBar)),
      };
    }
    return trades;
  }
}
