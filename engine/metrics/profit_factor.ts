import type { Metric } from "./metric.ts";

/** Sum of the gains / sum of the losses of closed trades; `null` without a loser. */
export const profitFactor: Metric<"profit_factor"> = {
  name: "profit_factor",
  compute: ({ trades: { closed, pnl } }) => {
    let gains = 0;
    let losses = 0;
    for (let k = 0; k < closed; k++) {
      if (pnl[k]! > 0) gains += pnl[k]!;
      else losses -= pnl[k]!;
    }
    return losses > 0 ? gains / losses : null;
  },
};
