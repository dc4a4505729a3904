/** The metric cards: what each is called, what it means, how it is written. */
import { counted, money, number, percent, tone, UNKNOWN } from "../format.ts";
import type { ResultSummary } from "./result.ts";
import { FEW_TRADES } from "./verdict.ts";

export interface MetricCard {
  readonly key: string;
  readonly label: string;
  /** What it means, in a sentence or two; shown on hover. */
  readonly definition: string;
  readonly value: string;
  readonly tone: "gain" | "loss" | undefined;
  /** A second line in quiet words. */
  readonly note: string | null;
  /** Why there is no value. */
  readonly why: string | null;
}

type Metrics = ResultSummary["metrics"];

const NO_TRADES = "There is no closed trade.";

/** The cards of a result, the most asked-for first. */
export function metricCards(metrics: Metrics, initialCapital: number): readonly MetricCard[] {
  const of = (key: string) => metrics[key] ?? null;
  const trades = of("num_trades") ?? 0;
  const noTrades = trades === 0 ? NO_TRADES : null;
  const fees = of("fees_paid");
  const slippage = of("slippage_paid");
  const costs = (fees ?? 0) + (slippage ?? 0);
  return [
    card("total_return", "Total return", of("total_return"), percent, {
      definition:
        "What the capital gained or lost over the whole period, after fees and slippage. An open position counts at the last close.",
      coloured: true,
      note: `Buy and hold ${percent(of("buy_and_hold_return"))}`,
    }),
    card("cagr", "CAGR", of("cagr"), percent, {
      definition:
        "Compound annual growth rate: the steady yearly return that would lead to the same end. It makes periods of different length comparable.",
      coloured: true,
      why: "The period is shorter than one day.",
    }),
    card("max_drawdown", "Max drawdown", of("max_drawdown"), percent, {
      definition:
        "The deepest fall from a high of the equity curve to the low after it. It is what you would have had to sit through.",
      coloured: true,
      note: drawdownNote(metrics),
    }),
    card("num_trades", "Trades", of("num_trades"), (n) => number(n), {
      definition:
        `Trades that were closed. Under ${FEW_TRADES}, chance has too large a part to judge a strategy.`,
      note: trades > 0 && trades < FEW_TRADES ? "Too few to judge" : null,
    }),
    card("win_rate", "Win rate", of("win_rate"), (n) => percent(n, { sign: "negative" }), {
      definition:
        "The share of closed trades that made money after costs. A low one can still pay when the wins are larger than the losses.",
      why: noTrades,
    }),
    card("average_r", "Average R", of("average_r"), (n) => `${number(n, 2, "always")} R`, {
      definition:
        "What a trade made on average, in multiples of what its stop put at risk. +0.5 R means half the risk was earned.",
      coloured: true,
      why: noTrades ?? "Without a stop there is no risk to measure by.",
    }),
    card("sharpe", "Sharpe", of("sharpe"), (n) => number(n, 2), {
      definition:
        "Return for the ups and downs it cost: mean daily return over its deviation, times √365, without a risk-free rate. Above 1 is considered good.",
      why: "There are too few days, or the equity never moved.",
    }),
    card("profit_factor", "Profit factor", of("profit_factor"), (n) => number(n, 2), {
      definition:
        "All gains divided by all losses of closed trades. Below 1 the losses were larger.",
      why: noTrades ?? "No trade lost, so there is nothing to divide by.",
    }),
    card("exposure", "Exposure", of("exposure"), (n) => percent(n, { sign: "negative" }), {
      definition:
        "The share of candles during which a position was held. The rest of the time it was in cash.",
    }),
    card("costs", "Costs", costs, (n) => money(n), {
      definition: "Fees and slippage together. They are in every number on this page already.",
      note: costs > 0 && initialCapital > 0
        ? `${percent(costs / initialCapital, { sign: "negative" })} of the capital`
        : null,
    }),
  ];
}

function card(
  key: string,
  label: string,
  value: number | null,
  write: (value: number) => string,
  { definition, coloured = false, note = null, why = null }: {
    definition: string;
    coloured?: boolean;
    note?: string | null;
    why?: string | null;
  },
): MetricCard {
  return {
    key,
    label,
    definition,
    value: value === null ? UNKNOWN : write(value),
    tone: coloured ? tone(value) : undefined,
    note,
    why: value === null ? why : null,
  };
}

function drawdownNote(metrics: Metrics): string | null {
  const fall = metrics.max_drawdown ?? 0;
  if (fall === 0) return null;
  const { max_drawdown_start: start, max_drawdown_recovery: recovery } = metrics;
  if (recovery === null || recovery === undefined) return "Not made up for by the end";
  if (start === null || start === undefined) return null;
  return `Made up for after ${
    counted(Math.max(1, Math.round((recovery - start) / 86_400_000)), "day")
  }`;
}
