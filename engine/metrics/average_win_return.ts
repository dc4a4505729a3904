import type { Metric } from "./metric.ts";

/** Mean return of the closed trades with a pnl above 0; `null` without one. */
export const averageWinReturn: Metric<"average_win_return"> = {
  name: "average_win_return",
  compute: ({ tradeFacts: { wins, winReturns } }) => wins === 0 ? null : winReturns / wins,
};
