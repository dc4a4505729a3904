/** How every metric of the engine is called, written and shown; one that is missing here is a type error. */
import { COSTS_METRICS } from "./costs.ts";
import type { FigureMetric, MetricFacts, MetricPlace } from "./metric_facts.ts";
import { RESULT_METRICS } from "./result.ts";
import { TRADES_METRICS } from "./trades.ts";

export type { FigureMetric, MetricFacts, MetricPlace } from "./metric_facts.ts";

export const METRIC_FACTS: Readonly<Record<FigureMetric, MetricFacts>> = {
  ...RESULT_METRICS,
  ...TRADES_METRICS,
  ...COSTS_METRICS,
};

/** All names, in the order of the glossary. */
export const FIGURE_METRICS = Object.keys(METRIC_FACTS) as readonly FigureMetric[];

/** The metrics of a list, in its order. */
export function metricsShown(place: MetricPlace | "nearby"): readonly FigureMetric[] {
  const rank = (name: FigureMetric) => {
    const { shown, nearby } = METRIC_FACTS[name];
    return place === "nearby" ? nearby?.rank : shown?.[place];
  };
  return FIGURE_METRICS.filter((name) => rank(name) !== undefined)
    .sort((a, b) => rank(a)! - rank(b)!);
}
