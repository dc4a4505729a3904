import type { Metric } from "./metric.ts";

/** Lowest return of a closed trade; `null` without one. */
export const worstTradeReturn: Metric<"worst_trade_return"> = {
  name: "worst_trade_return",
  compute: ({ trades: { closed, returns } }) => {
    let worst = Infinity;
    for (let k = 0; k < closed; k++) if (returns[k]! < worst) worst = returns[k]!;
    return closed === 0 ? null : worst;
  },
};
