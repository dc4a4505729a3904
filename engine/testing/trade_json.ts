/** A closed trade as a result's JSON has it, for tests that look at a few of its fields. */
import type { Trade } from "../mod.ts";

/** A trade from 100 to 101 with what `more` says instead. */
export function tradeJson(more: Partial<Trade> = {}): Trade {
  return {
    side: "long",
    entry_time: 0,
    entry_bar: 0,
    entry_price: 100,
    exit_time: 1,
    exit_bar: 1,
    exit_price: 101,
    quantity: 1,
    fees: 0,
    slippage: 0,
    pnl: 1,
    return: 0.01,
    exit_reason: "signal",
    bars_held: 1,
    mae: 0,
    mfe: 0,
    r: null,
    ambiguous: false,
    gap: false,
    after_gap: false,
    ...more,
  };
}
