import type { Metric } from "./metric.ts";

/** Mean return of a closed trade, fraction of its entry cost. */
export const averageTradeReturn: Metric<"average_trade_return"> = {
  name: "average_trade_return",
  compute: ({ tradeFacts: { closed, returns } }) => closed === 0 ? null : returns / closed,
};
