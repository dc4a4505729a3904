/** Metrics of trades, in words. */
import type { TRADES_METRICS } from "./trades.ts";
import type { MetricWords } from "./metric_facts.ts";

export const TRADES_WORDS = {
  num_trades: {
    group: "trades",
    term: "Trades",
    definition: "Trades that were closed. Under 30, luck matters too much to judge a strategy.",
  },
  win_rate: {
    group: "trades",
    term: "Win rate",
    definition:
      "The share of closed trades that made money after costs. A low win rate can still pay off when the wins are larger than the losses.",
  },
  profit_factor: {
    group: "trades",
    term: "Profit factor",
    definition: "All gains divided by all losses of closed trades. Below 1 the losses were larger.",
    more: "Gains of 600 and losses of 400 are 1.5.",
    undefinedBecause: "No trade lost, so there is nothing to divide by.",
  },
  expectancy: {
    group: "trades",
    term: "Expectancy",
    definition: "What a closed trade made or lost on average, after costs.",
    more: "The sum of all profits and losses ÷ the number of closed trades.",
  },
  average_r: {
    group: "trades",
    term: "Average R",
    definition:
      "What a trade made on average, in multiples of what its stop put at risk. +0.5 R means half the risk was earned.",
    undefinedBecause: "It needs a stop loss to measure the risk by.",
  },
  average_trade_return: {
    group: "trades",
    term: "Average trade",
    definition: "The mean return of a closed trade, after costs.",
  },
  average_win_return: {
    group: "trades",
    term: "Average win",
    definition: "The mean return of the closed trades that made money.",
  },
  average_loss_return: {
    group: "trades",
    term: "Average loss",
    definition: "The mean return of the closed trades that lost money.",
  },
  best_trade_return: {
    group: "trades",
    term: "Best trade",
    definition:
      "The closed trade with the highest return. When it makes up most of the result, the result is mostly luck.",
  },
  worst_trade_return: {
    group: "trades",
    term: "Worst trade",
    definition: "The closed trade with the lowest return.",
  },
  average_bars_held: {
    group: "trades",
    term: "Average time held",
    definition: "How many candles a closed trade lasted on average.",
  },
  longest_losing_streak: {
    group: "trades",
    term: "Longest losing streak",
    definition:
      "The most closed trades in a row that lost money. Ask yourself whether you would have kept going.",
  },
} as const satisfies Readonly<Record<keyof typeof TRADES_METRICS, MetricWords>>;
