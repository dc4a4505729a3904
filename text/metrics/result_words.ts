/** Metrics of a result as a whole, in words. */
import type { RESULT_METRICS } from "./result.ts";
import type { MetricWords } from "./metric_facts.ts";

export const RESULT_WORDS = {
  total_return: {
    group: "result",
    term: "Total return",
    definition:
      "What the capital gained or lost over the whole period, after fees and slippage. An open position counts at the last close.",
    more: "Last equity ÷ starting capital − 1. From 10,000 to 11,240 is +12.4 %.",
  },
  buy_and_hold_return: {
    group: "result",
    term: "Buy & hold",
    definition:
      "What buying once and doing nothing would have made: bought when the strategy could first have bought, at the same fee and slippage. Compare every strategy with it.",
    more: "It is marked at the last close, without the costs of selling.",
  },
  cagr: {
    group: "result",
    term: "CAGR",
    definition:
      "Compound annual growth rate: the steady yearly return that would lead to the same end. It makes periods of different length comparable.",
    more: "(Last equity ÷ capital) to the power of (365.25 ÷ days) − 1.",
    undefinedBecause: "The period is shorter than one day.",
  },
  max_drawdown: {
    group: "result",
    term: "Max drawdown",
    definition:
      "The largest loss from a high of the equity curve to the low that followed it. You would have had to sit through it.",
    more: "From 12,000 down to 9,000 is −25 %, and getting back takes +33 %.",
  },
  longest_underwater_bars: {
    group: "result",
    term: "Longest time underwater",
    definition:
      "The longest wait between a high of the equity and the moment that it was reached again.",
  },
  exposure: {
    group: "result",
    term: "Exposure",
    definition:
      "The share of candles during which a position was held. The rest of the time it was in cash.",
  },
  sharpe: {
    group: "result",
    term: "Sharpe",
    definition:
      "Return relative to how much the daily returns swing. Above 1 is considered good; over a short period it means little.",
    more:
      "Mean daily return ÷ its standard deviation × √365, without a risk-free rate. Where the market closes, √ of its trading days; for weekly candles, √ of the weeks in a year.",
    undefinedBecause: "Too few days, or the equity never changed.",
  },
  sortino: {
    group: "result",
    term: "Sortino",
    definition: "Like Sharpe, but only losing days count as risk.",
    more: "Mean daily return ÷ the deviation of the losing days × √365, or fewer as for Sharpe.",
    undefinedBecause: "Too few days, or no day lost.",
  },
  calmar: {
    group: "result",
    term: "Calmar",
    definition: "The yearly return divided by the max drawdown.",
    more: "CAGR ÷ max drawdown, both as positive numbers.",
    undefinedBecause: "There was no drawdown to divide by.",
  },
} as const satisfies Readonly<Record<keyof typeof RESULT_METRICS, MetricWords>>;
