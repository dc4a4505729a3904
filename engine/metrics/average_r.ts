import type { Metric } from "./metric.ts";

/** Mean of r over the closed trades that have one: pnl / (quantity × (fill − initial stop)); `null` without an initial stop.
 * Van K. Tharp, Trade Your Way to Financial Freedom (1998). */
export const averageR: Metric<"average_r"> = {
  name: "average_r",
  compute: ({ trades: { closed, r } }) => {
    let sum = 0;
    let count = 0;
    for (let k = 0; k < closed; k++) {
      if (r[k] !== r[k]) continue;
      sum += r[k]!;
      count++;
    }
    return count === 0 ? null : sum / count;
  },
};
