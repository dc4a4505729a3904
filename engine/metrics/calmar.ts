import type { Metric } from "./metric.ts";

/** CAGR / |deepest drawdown|; `null` without one of them. Terry W. Young, Calmar Ratio (1991). */
export const calmar: Metric<"calmar"> = {
  name: "calmar",
  compute: ({ yearlyGrowth, drawdown: { depth } }) =>
    yearlyGrowth === null || depth === 0 ? null : yearlyGrowth / -depth,
};
