import type { Metric } from "./metric.ts";

/**
 * Compound annual growth rate: (last equity / capital)^(365.25 days / span) − 1. The span runs from the first bar's open to
 * the last bar's close; `null` under one day.
 */
export const cagr: Metric<"cagr"> = {
  name: "cagr",
  compute: ({ yearlyGrowth }) => yearlyGrowth,
};
