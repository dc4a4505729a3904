import type { Metric } from "./metric.ts";

/** Mean of r over the closed trades that have one: pnl / (quantity × (fill − initial stop)); `null` without an initial stop.
 * Van K. Tharp, Trade Your Way to Financial Freedom (1998). */
export const averageR: Metric<"average_r"> = {
  name: "average_r",
  compute: ({ tradeFacts: { withRisk, risks } }) => withRisk === 0 ? null : risks / withRisk,
};
