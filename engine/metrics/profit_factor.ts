import type { Metric } from "./metric.ts";

/** Sum of the gains / sum of the losses of closed trades; `null` without a loser. */
export const profitFactor: Metric<"profit_factor"> = {
  name: "profit_factor",
  compute: ({ tradeFacts: { gained, lost } }) => lost > 0 ? gained / lost : null,
};
