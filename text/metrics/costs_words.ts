/** Metrics of costs, in words. */
import type { COSTS_METRICS } from "./costs.ts";
import type { MetricWords } from "./metric_facts.ts";

export const COSTS_WORDS = {
  fees_paid: {
    group: "costs",
    term: "Fees paid",
    definition: "All fees of a backtest together, those of an open position included.",
  },
  slippage_paid: {
    group: "costs",
    term: "Slippage paid",
    definition: "What all fills together lost to slippage.",
    more: "The sum of quantity × the difference between the fill and the price of the candle.",
  },
} as const satisfies Readonly<Record<keyof typeof COSTS_METRICS, MetricWords>>;
