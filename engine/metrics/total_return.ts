import type { Metric } from "./metric.ts";

/** Last equity / starting capital − 1. */
export const totalReturn: Metric<"total_return"> = {
  name: "total_return",
  compute: ({ simulation, settings }) => simulation.lastEquity / settings.initialCapital - 1,
};
