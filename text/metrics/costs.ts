/** Metrics of costs. */
import type { FigureMetric, MetricFacts } from "./metric_facts.ts";

export const COSTS_METRICS = {
  fees_paid: {
    unit: "money",
    direction: "lower",
    digits: 2,
    signed: false,
  },
  slippage_paid: {
    unit: "money",
    direction: "lower",
    digits: 2,
    signed: false,
  },
} as const satisfies Readonly<Partial<Record<FigureMetric, MetricFacts>>>;
