import type { Metric } from "./metric.ts";

/** Lowest return of a closed trade; `null` without one. */
export const worstTradeReturn: Metric<"worst_trade_return"> = {
  name: "worst_trade_return",
  compute: ({ tradeFacts: { closed, worst } }) => closed === 0 ? null : worst,
};
