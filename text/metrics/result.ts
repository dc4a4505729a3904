/** Metrics of a result as a whole. */
import type { FigureMetric, MetricFacts } from "./metric_facts.ts";

export const RESULT_METRICS = {
  total_return: {
    unit: "fraction",
    direction: "higher",
    digits: 1,
    signed: true,
    shown: { cards: 10, headlines: 10, compare: 10 },
    nearby: { rank: 10, flat: 0.005, losesBelow: 0, toned: true },
  },
  buy_and_hold_return: {
    unit: "fraction",
    direction: "neutral",
    digits: 1,
    signed: true,
    shown: { compare: 20 },
  },
  cagr: {
    unit: "fraction",
    direction: "higher",
    digits: 1,
    signed: true,
    shown: { cards: 20, compare: 30 },
  },
  max_drawdown: {
    unit: "fraction",
    direction: "higher",
    digits: 1,
    signed: true,
    shown: { cards: 30, headlines: 20, compare: 40 },
    nearby: { rank: 20, flat: 0.005, toned: true },
  },
  longest_underwater_bars: {
    unit: "bars",
    direction: "lower",
    digits: 0,
    signed: false,
  },
  exposure: {
    unit: "fraction",
    direction: "neutral",
    digits: 1,
    signed: false,
    shown: { cards: 140, compare: 100 },
  },
  sharpe: {
    unit: "ratio",
    direction: "higher",
    digits: 2,
    signed: false,
    shown: { cards: 40, headlines: 50, compare: 80 },
    nearby: { rank: 30, flat: 0.05, losesBelow: 0, toned: true },
  },
  sortino: {
    unit: "ratio",
    direction: "higher",
    digits: 2,
    signed: false,
    shown: { cards: 50 },
  },
  calmar: {
    unit: "ratio",
    direction: "higher",
    digits: 2,
    signed: false,
    shown: { cards: 110 },
  },
} as const satisfies Readonly<Partial<Record<FigureMetric, MetricFacts>>>;
