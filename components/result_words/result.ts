/** A stored result as the page reads it. */
import type { RunResult } from "../../contracts/results.ts";

export type { RunResult };

/** Why a completed run has no result to show. */
export interface ResultProblem {
  /** A sentence for the person. */
  readonly message: string;
  /** Asking for it again may help; otherwise only another run does. */
  readonly passing: boolean;
}

/** Instead of a value that an earlier version left out. */
export const NOT_RECORDED = "Not recorded by the version that made this result.";

/** A result without what is large: rendered with the page, while curves and trades follow. */
export type ResultSummary =
  & Omit<RunResult, "trades" | "equity" | "buy_and_hold" | "funnel">
  & { readonly marks: TradeMarks };

/** What the summary says about the trades without holding them. */
export interface TradeMarks {
  /** Trades whose stop and target lay within one candle. */
  readonly ambiguous: number;
  /** Trades with a fill right after missing candles. */
  readonly afterGap: number;
  /** The last position was still open at the end. */
  readonly open: boolean;
}

export type ResultTrade = RunResult["trades"][number];

/** The part of a result that the page can show at once. */
export function summaryOf(result: RunResult): ResultSummary {
  const { trades, equity: _equity, buy_and_hold: _hold, funnel: _funnel, ...rest } = result;
  return { ...rest, marks: marksOf(trades) };
}

function marksOf(trades: readonly ResultTrade[]): TradeMarks {
  return {
    ambiguous: trades.filter((trade) => trade.ambiguous).length,
    afterGap: trades.filter((trade) => trade.after_gap).length,
    open: trades.some((trade) => trade.exit_reason === "open"),
  };
}
