/**
 * What the newest candle did to orders and position, in the order of engine rule 6: a pending order fills at its open, stops and
 * targets inside it, and at its close levels are raised and signals become orders.
 */
import type { ExitReason, Trade } from "../simulation/trade.ts";
import type { DeskRun } from "./desk_run.ts";

/** What an order is for. */
export type OrderRole = "entry" | "exit" | "stop" | "target";
export type OrderType = "market" | "stop" | "limit";

/** An order by what it is for and when: of `entry` and `exit` the candle of the signal, of `stop` and `target` that of the entry. */
export interface OrderName {
  readonly role: OrderRole;
  /** Open of that candle, Unix ms. */
  readonly time: number;
}

export type DeskAction =
  | (OrderName & {
    readonly kind: "submitted";
    readonly type: OrderType;
    /** Level of a stop or a limit. */
    readonly price: number | null;
    /** Base currency; `null` of an entry, whose size is known with its fill. */
    readonly quantity: number | null;
  })
  | (OrderName & {
    readonly kind: "filled";
    readonly side: "buy" | "sell";
    readonly price: number;
    /** Before slippage. */
    readonly referencePrice: number;
    readonly quantity: number;
    /** Quote currency. */
    readonly fee: number;
    readonly slippage: number;
    /** Why a position was left; `null` of an entry. */
    readonly reason: ExitReason | null;
    /** The trade as it stands with this fill. */
    readonly trade: Trade;
  })
  | (OrderName & { readonly kind: "replaced"; readonly price: number })
  | (OrderName & { readonly kind: "canceled" })
  /** There was nothing to buy with. */
  | (OrderName & { readonly kind: "rejected" });

export interface DeskSignal {
  readonly type: "entry" | "exit";
  /** `ordered`, or why nothing follows from it. */
  readonly outcome: "ordered" | "exit_at_same_close" | "cooldown" | "blocked";
  /** Of an exit: by the strategy's exit, or after so many bars. */
  readonly cause: "signal" | "time";
}

export interface DeskPosition {
  readonly entryTime: number;
  readonly entryPrice: number;
  readonly quantity: number;
  readonly stop: number | null;
  readonly target: number | null;
  /** At the last close, fees of the entry included, quote currency. */
  readonly pnl: number;
  /** A fraction of what it cost. */
  readonly return: number;
}

export interface DeskStep {
  /** Open of the candle, Unix ms. */
  readonly time: number;
  readonly actions: readonly DeskAction[];
  readonly signal: DeskSignal | null;
  /** After the close. */
  readonly position: DeskPosition | null;
  readonly equity: number;
  readonly pending: "entry" | "exit" | null;
}

/**
 * The last candle of a run.
 *
 * @param before what was pending at the close before
 * @param isBlocked whether an entry signal at this close is not followed
 */
export function stepOf(
  run: DeskRun,
  before: "entry" | "exit" | null,
  isBlocked: boolean,
): DeskStep {
  const { candles, trades, levels, pending, equity, settings } = run;
  const bar = candles.length - 1;
  const time = candles.time[bar]!;
  const previous = bar > 0 ? candles.time[bar - 1]! : time;
  const last = trades.at(-1);
  const actions: DeskAction[] = [];
  const isOpen = last?.exit_reason === "open";
  if (before === "entry") {
    const entry: OrderName = { role: "entry", time: previous };
    if (last?.entry_bar === bar) {
      const { quantity, entry_price: price } = last;
      const referencePrice = candles.open[bar]!;
      actions.push({
        ...entry,
        kind: "filled",
        side: "buy",
        price,
        referencePrice,
        quantity,
        fee: quantity * price * settings.feeRate,
        slippage: quantity * (price - referencePrice),
        reason: null,
        trade: last,
      });
      const { stop, target } = levels.before;
      if (stop !== null) {
        actions.push({
          role: "stop",
          time,
          kind: "submitted",
          type: "stop",
          price: stop,
          quantity,
        });
      }
      if (target !== null) {
        actions.push({
          role: "target",
          time,
          kind: "submitted",
          type: "limit",
          price: target,
          quantity,
        });
      }
    } else actions.push({ ...entry, kind: "rejected" });
  }
  if (last?.exit_bar === bar) actions.push(...exitActions(run, last, previous));
  if (isOpen && levels.after.stop !== null && levels.after.stop !== levels.before.stop) {
    actions.push({
      role: "stop",
      time: last.entry_time,
      kind: "replaced",
      price: levels.after.stop,
    });
  }
  const signal = signalOf(run, isOpen, isBlocked);
  if (pending === "entry" && !isBlocked) {
    actions.push({
      role: "entry",
      time,
      kind: "submitted",
      type: "market",
      price: null,
      quantity: null,
    });
  }
  if (pending === "exit") {
    actions.push({
      role: "exit",
      time,
      kind: "submitted",
      type: "market",
      price: null,
      quantity: last!.quantity,
    });
  }
  return {
    time,
    actions,
    signal,
    position: isOpen ? positionOf(last, levels.after) : null,
    equity: equity[bar]!,
    pending: pending === "entry" && isBlocked ? null : pending,
  };
}

/** The fill that ended a trade, and what was left of its orders. */
function exitActions({ candles, levels, settings }: DeskRun, trade: Trade, previous: number) {
  const { entry_time, quantity, exit_reason: reason } = trade;
  const price = trade.exit_price!;
  const isMarket = reason === "signal" || reason === "time";
  const isTarget = reason === "take_profit";
  const name: OrderName = isMarket
    ? { role: "exit", time: previous }
    : { role: isTarget ? "target" : "stop", time: entry_time };
  const { stop, target } = levels.before;
  const referencePrice = isMarket || trade.gap
    ? candles.open[candles.length - 1]!
    : isTarget
    ? target!
    : stop!;
  const actions: DeskAction[] = [{
    ...name,
    kind: "filled",
    side: "sell",
    price,
    referencePrice,
    quantity,
    fee: quantity * price * settings.feeRate,
    slippage: quantity * (referencePrice - price),
    reason,
    trade,
  }];
  if (stop !== null && name.role !== "stop") {
    actions.push({ role: "stop", time: entry_time, kind: "canceled" });
  }
  if (target !== null && name.role !== "target") {
    actions.push({ role: "target", time: entry_time, kind: "canceled" });
  }
  return actions;
}

function signalOf(run: DeskRun, isOpen: boolean, isBlocked: boolean): DeskSignal | null {
  if (isOpen) {
    if (run.pending !== "exit") return null;
    return { type: "exit", outcome: "ordered", cause: run.exitSignal ? "signal" : "time" };
  }
  if (!run.entrySignal) return null;
  const entry = { type: "entry", cause: "signal" } as const;
  if (run.exitSignal) return { ...entry, outcome: "exit_at_same_close" };
  if (isBlocked) return { ...entry, outcome: "blocked" };
  return { ...entry, outcome: run.pending === "entry" ? "ordered" : "cooldown" };
}

function positionOf(trade: Trade, { stop, target }: DeskRun["levels"]["after"]): DeskPosition {
  return {
    entryTime: trade.entry_time,
    entryPrice: trade.entry_price,
    quantity: trade.quantity,
    stop,
    target,
    pnl: trade.pnl,
    return: trade.return,
  };
}
