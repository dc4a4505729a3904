/** Metrics of a result as a whole. */
import type { FigureMetric, MetricFacts } from "./metric_facts.ts";

export const RESULT_METRICS = {
  total_return: {
    unit: "fraction",
    direction: "higher",
    digits: 1,
    signed: true,
    words: {
      group: "result",
      term: "Total return",
      definition:
        "What the capital gained or lost over the whole period, after fees and slippage. An open position counts at the last close.",
      more: "Last equity ÷ starting capital − 1. From 10,000 to 11,240 is +12.4 %.",
    },
    shown: { cards: 10, headlines: 10, compare: 10 },
    nearby: { rank: 10, flat: 0.005, losesBelow: 0, toned: true },
  },
  buy_and_hold_return: {
    unit: "fraction",
    direction: "neutral",
    digits: 1,
    signed: true,
    words: {
      group: "result",
      term: "Buy & hold",
      definition:
        "What buying once and doing nothing would have made: bought when the strategy could first have bought, at the same fee and slippage. Compare every strategy with it.",
      more: "It is marked at the last close, without the costs of selling.",
    },
    shown: { compare: 20 },
  },
  cagr: {
    unit: "fraction",
    direction: "higher",
    digits: 1,
    signed: true,
    words: {
      group: "result",
      term: "CAGR",
      definition:
        "Compound annual growth rate: the steady yearly return that would lead to the same end. It makes periods of different length comparable.",
      more: "(Last equity ÷ capital) to the power of (365.25 ÷ days) − 1.",
      undefinedBecause: "The period is shorter than one day.",
    },
    shown: { cards: 20, compare: 30 },
  },
  max_drawdown: {
    unit: "fraction",
    direction: "higher",
    digits: 1,
    signed: true,
    words: {
      group: "result",
      term: "Max drawdown",
      definition:
        "The largest loss from a high of the equity curve to the low that followed it. You would have had to sit through it.",
      more: "From 12,000 down to 9,000 is −25 %, and getting back takes +33 %.",
    },
    shown: { cards: 30, headlines: 20, compare: 40 },
    nearby: { rank: 20, flat: 0.005, toned: true },
  },
  longest_underwater_bars: {
    unit: "bars",
    direction: "lower",
    digits: 0,
    signed: false,
    words: {
      group: "result",
      term: "Longest time underwater",
      definition:
        "The longest wait between a high of the equity and the moment that it was reached again.",
    },
  },
  exposure: {
    unit: "fraction",
    direction: "neutral",
    digits: 1,
    signed: false,
    words: {
      group: "result",
      term: "Exposure",
      definition:
        "The share of candles during which a position was held. The rest of the time it was in cash.",
    },
    shown: { cards: 90, compare: 100 },
  },
  sharpe: {
    unit: "ratio",
    direction: "higher",
    digits: 2,
    signed: false,
    words: {
      group: "result",
      term: "Sharpe",
      definition:
        "Return relative to how much the daily returns swing. Above 1 is considered good; over a short period it means little.",
      more: "Mean daily return ÷ its standard deviation × √365, without a risk-free rate.",
      undefinedBecause: "Too few days, or the equity never changed.",
    },
    shown: { cards: 70, headlines: 50, compare: 80 },
    nearby: { rank: 30, flat: 0.05, losesBelow: 0, toned: true },
  },
  sortino: {
    unit: "ratio",
    direction: "higher",
    digits: 2,
    signed: false,
    words: {
      group: "result",
      term: "Sortino",
      definition: "Like Sharpe, but only losing days count as risk.",
      more: "Mean daily return ÷ the deviation of the losing days × √365.",
    },
  },
  calmar: {
    unit: "ratio",
    direction: "higher",
    digits: 2,
    signed: false,
    words: {
      group: "result",
      term: "Calmar",
      definition: "The yearly return divided by the max drawdown.",
      more: "CAGR ÷ max drawdown, both as positive numbers.",
    },
  },
} as const satisfies Readonly<Partial<Record<FigureMetric, MetricFacts>>>;
