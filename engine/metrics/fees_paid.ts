import type { Metric } from "./metric.ts";

/** Fees of all filled legs, quote currency. */
export const feesPaid: Metric<"fees_paid"> = {
  name: "fees_paid",
  compute: ({ simulation }) => simulation.feesPaid,
};
