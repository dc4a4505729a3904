/** The sentences of the desk's events. */

import { amountInWords, momentInWords } from "./basics/amounts.ts";

export const PAUSED_WORDS = {
  owner: "Paused. Nothing is bought; an open position keeps its stop, its target and its exit.",
  everything:
    "Paused with everything else. Nothing is bought; an open position keeps its stop, its target and its exit.",
  daily_loss: "",
  problem: "",
} as const;

export const DISABLED_WORDS =
  "Paused: the account was disabled. Nothing is bought; an open position keeps its stop, its target and its exit.";
export const ENABLED_WORDS = "Resumed: the account is in use again.";

export function largestOrderWords(value: number, most: number, quote: string): string {
  return `Not bought: the order of ${
    amountInWords(value)
  } ${quote} would be larger than your limit of ${amountInWords(most)} ${quote}.`;
}

export function ordersPerHourWords(most: number): string {
  return `Not bought: ${most === 1 ? "1 order" : `${most} orders`} within an hour is your limit.`;
}

export function dailyLossWords(loss: number, most: number): string {
  return `Paused: the day's loss reached ${percent(loss * 100)}, and your limit is ${
    percent(most)
  }.`;
}

export function pausedSignalWords(): string {
  return "Not bought: this follow is paused.";
}

export function silentWords(lastMs: number): string {
  return `No new candles since ${momentInWords(lastMs)}. Nothing is traded until they are back.`;
}

export interface WhatIf {
  readonly trades: number;
  readonly equity: number;
}

/** What a change of past candles would have come to; what was done stands. */
export function restatedWords(
  { count, firstMs, late }: {
    readonly count: number;
    readonly firstMs: number;
    readonly late: boolean;
  },
  seen: WhatIf,
  now: WhatIf | null,
  quote: string,
): string {
  const what = count === 1
    ? `The candle of ${momentInWords(firstMs)} ${late ? "arrived late" : "was corrected"}.`
    : `${count} candles from ${momentInWords(firstMs)} on ${
      late ? "arrived late" : "were corrected"
    }.`;
  if (now === null) return `${what} What was traded stands.`;
  const isSame = now.trades === seen.trades && now.equity === seen.equity;
  if (isSame) return `${what} It would have changed nothing.`;
  return `${what} What was traded stands. With it there would be ${
    plural(now.trades, "trade")
  } and ${amountInWords(now.equity)} ${quote} instead of ${plural(seen.trades, "trade")} and ${
    amountInWords(seen.equity)
  } ${quote}.`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}

function percent(value: number): string {
  return `${Number(value.toFixed(2))} %`;
}
