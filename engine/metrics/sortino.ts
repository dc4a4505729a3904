import type { Metric } from "./metric.ts";

/** Mean of the daily returns / √mean(min(r, 0)²) × √365 (as for the Sharpe ratio); `null` under two returns or without a
 * losing day.
 * Frank A. Sortino and Robert van der Meer, Downside Risk (1991). */
export const sortino: Metric<"sortino"> = {
  name: "sortino",
  compute: ({ dailyReturns: { days, mean, downsideSquares }, returnsPerYear }) => {
    if (days < 2) return null;
    const deviation = Math.sqrt(downsideSquares / days);
    return deviation > 0 ? mean / deviation * Math.sqrt(returnsPerYear) : null;
  },
};
