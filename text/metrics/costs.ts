/** Metrics of costs. */
import type { FigureMetric, MetricFacts } from "./metric_facts.ts";

export const COSTS_METRICS = {
  fees_paid: {
    unit: "money",
    direction: "lower",
    digits: 2,
    signed: false,
    words: {
      group: "costs",
      term: "Fees paid",
      definition: "All fees of a backtest together, those of an open position included.",
    },
  },
  slippage_paid: {
    unit: "money",
    direction: "lower",
    digits: 2,
    signed: false,
    words: {
      group: "costs",
      term: "Slippage paid",
      definition: "What all fills together lost to slippage.",
      more: "The sum of quantity × the difference between the fill and the price of the candle.",
    },
  },
} as const satisfies Readonly<Partial<Record<FigureMetric, MetricFacts>>>;
