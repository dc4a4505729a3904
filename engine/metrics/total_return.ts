import type { Metric } from "./metric.ts";

/** Last equity / starting capital − 1. */
export const totalReturn: Metric = {
  name: "total_return",
  compute: ({ equity, settings }) => equity[equity.length - 1]! / settings.initialCapital - 1,
};
