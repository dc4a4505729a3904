/** The trades as the table shows them: sorted, a page at a time. */
import { EXIT_WORDS } from "../../text/exit_words.ts";
import type { TradeFills } from "../../text/prices.ts";
import { type Sort, sortedBy } from "../../ui/Table.tsx";
import type { ResultTrade } from "../../components/result_words/result.ts";

export type TradeColumn =
  | "number"
  | "entry_time"
  | "entry_price"
  | "exit_time"
  | "exit_price"
  | "exit_reason"
  | "held"
  | "return"
  | "pnl"
  | "r";

export const PAGE_SIZE = 20;

/** A trade with its number in order of time, from 1. */
export interface NumberedTrade extends ResultTrade {
  readonly number: number;
}

/** The trade that is looked at, counted from 0, and where it was chosen. */
export interface SelectedTrade {
  readonly trade: number;
  readonly by: "chart" | "table" | "excursions";
}

export const OUTCOMES = [
  { id: "all", label: "All" },
  { id: "won", label: "Won" },
  { id: "lost", label: "Lost" },
] as const;
export type Outcome = (typeof OUTCOMES)[number]["id"];

export interface TradeFilter {
  readonly outcome: Outcome;
  readonly reason: ResultTrade["exit_reason"] | "any";
}

export const NO_FILTER: TradeFilter = { outcome: "all", reason: "any" };

export function numbered(trades: readonly ResultTrade[]): NumberedTrade[] {
  return trades.map((trade, index) => ({ ...trade, number: index + 1 }));
}

/** The orders that are offered where there are no columns to sort by. */
export const TRADE_ORDERS: readonly (Sort<TradeColumn> & { readonly label: string })[] = [
  { key: "number", descending: false, label: "Oldest first" },
  { key: "number", descending: true, label: "Newest first" },
  { key: "return", descending: true, label: "Best first" },
  { key: "return", descending: false, label: "Worst first" },
  { key: "held", descending: true, label: "Longest first" },
];

/** What the trades were filled at. */
export function fillsOf(trades: readonly ResultTrade[]): TradeFills[] {
  return trades.map((trade) => ({
    entryPrice: trade.entry_price,
    exitPrice: trade.exit_price,
    entryBar: trade.entry_bar,
    exitBar: trade.exit_bar,
    isSoldAtOpen: trade.exit_reason === "signal" || trade.exit_reason === "time",
  }));
}

/** The trades that a filter lets through. Lost is what did not make money: a trade at cost is not won. */
export function filteredTrades(
  trades: readonly NumberedTrade[],
  { outcome, reason }: TradeFilter,
): readonly NumberedTrade[] {
  return trades.filter((trade) =>
    (outcome === "all" || (trade.pnl > 0) === (outcome === "won")) &&
    (reason === "any" || trade.exit_reason === reason)
  );
}

/** The reasons for which any of the trades ended, in the order of their words. */
export function reasonsOf(
  trades: readonly ResultTrade[],
): readonly ResultTrade["exit_reason"][] {
  const found = new Set(trades.map(({ exit_reason }) => exit_reason));
  return (Object.keys(EXIT_WORDS) as ResultTrade["exit_reason"][])
    .filter((reason) => found.has(reason));
}

/** The page that holds a trade, `null` when none does. */
export function pageOfTrade(rows: readonly NumberedTrade[], number: number): number | null {
  const place = rows.findIndex((trade) => trade.number === number);
  return place < 0 ? null : Math.floor(place / PAGE_SIZE);
}

/** Milliseconds between entry and exit; of an open position to the last candle. */
export function heldMs(trade: ResultTrade, timeframeMs: number): number {
  return trade.bars_held * timeframeMs;
}

export function sortedTrades(
  trades: readonly NumberedTrade[],
  { key, descending }: Sort<TradeColumn>,
): NumberedTrade[] {
  return sortedBy(trades, (trade) => {
    if (key === "held") return trade.bars_held;
    return trade[key];
  }, descending);
}

/** One page, from 0, with how many there are; a page beyond the end is the last one. */
export function pageOf<T>(
  rows: readonly T[],
  page: number,
): { readonly rows: readonly T[]; readonly page: number; readonly pages: number } {
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_SIZE));
  const at = Math.min(Math.max(0, page), pages - 1);
  return { rows: rows.slice(at * PAGE_SIZE, (at + 1) * PAGE_SIZE), page: at, pages };
}
