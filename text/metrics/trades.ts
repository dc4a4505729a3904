/** Metrics of trades. */
import type { FigureMetric, MetricFacts } from "./metric_facts.ts";

export const TRADES_METRICS = {
  num_trades: {
    unit: "count",
    direction: "neutral",
    digits: 0,
    signed: false,
    shown: { cards: 60, headlines: 30, compare: 50 },
    nearby: { rank: 60, flat: 1 },
  },
  win_rate: {
    unit: "fraction",
    direction: "higher",
    digits: 1,
    signed: false,
    shown: { cards: 70, headlines: 40, compare: 60 },
    nearby: { rank: 50, flat: 0.01 },
  },
  profit_factor: {
    unit: "ratio",
    direction: "higher",
    digits: 2,
    signed: false,
    shown: { cards: 80, headlines: 60, compare: 90 },
    nearby: { rank: 40, flat: 0.05, base: 1, losesBelow: 1, toned: true },
  },
  expectancy: {
    unit: "money",
    direction: "higher",
    digits: 2,
    signed: true,
    shown: { cards: 90 },
  },
  average_r: {
    unit: "r",
    direction: "higher",
    digits: 2,
    signed: true,
    shown: { cards: 100, compare: 70 },
  },
  average_trade_return: {
    unit: "fraction",
    direction: "higher",
    digits: 2,
    signed: true,
  },
  average_win_return: {
    unit: "fraction",
    direction: "higher",
    digits: 2,
    signed: true,
  },
  average_loss_return: {
    unit: "fraction",
    direction: "higher",
    digits: 2,
    signed: true,
  },
  best_trade_return: {
    unit: "fraction",
    direction: "higher",
    digits: 2,
    signed: true,
  },
  worst_trade_return: {
    unit: "fraction",
    direction: "higher",
    digits: 2,
    signed: true,
  },
  average_bars_held: {
    unit: "bars",
    direction: "neutral",
    digits: 1,
    signed: false,
    shown: { cards: 130 },
  },
  longest_losing_streak: {
    unit: "count",
    direction: "lower",
    digits: 0,
    signed: false,
    shown: { cards: 120 },
  },
} as const satisfies Readonly<Partial<Record<FigureMetric, MetricFacts>>>;
