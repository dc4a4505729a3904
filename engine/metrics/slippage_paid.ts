import type { Metric } from "./metric.ts";

/** Σ quantity × |fill − price| of all filled legs, quote currency. */
export const slippagePaid: Metric<"slippage_paid"> = {
  name: "slippage_paid",
  compute: ({ simulation }) => simulation.slippagePaid,
};
