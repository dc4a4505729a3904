import type { Metric } from "./metric.ts";

/** Highest return of a closed trade; `null` without one. */
export const bestTradeReturn: Metric<"best_trade_return"> = {
  name: "best_trade_return",
  compute: ({ tradeFacts: { closed, best } }) => closed === 0 ? null : best,
};
