import type { Metric } from "./metric.ts";

/** Closed trades with a pnl above 0, after costs / closed trades; `null` without one. */
export const winRate: Metric<"win_rate"> = {
  name: "win_rate",
  compute: ({ tradeFacts: { closed, wins } }) => closed === 0 ? null : wins / closed,
};
