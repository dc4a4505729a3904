import type { Metric } from "./metric.ts";

/** Highest return of a closed trade; `null` without one. */
export const bestTradeReturn: Metric<"best_trade_return"> = {
  name: "best_trade_return",
  compute: ({ trades: { closed, returns } }) => {
    let best = -Infinity;
    for (let k = 0; k < closed; k++) if (returns[k]! > best) best = returns[k]!;
    return closed === 0 ? null : best;
  },
};
