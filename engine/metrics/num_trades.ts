import type { Metric } from "./metric.ts";

/** Number of closed trades. */
export const numTrades: Metric<"num_trades"> = {
  name: "num_trades",
  compute: ({ trades }) => trades.closed,
};
