import type { Metric } from "./metric.ts";

/** Mean of the daily returns / their sample standard deviation (n − 1) × √365, with a risk-free rate of 0; `null` under two
 * returns or where they do not differ. Of markets with closing hours √ of their trading days, of weeks √ of the weeks of a year. William F. Sharpe, The Sharpe Ratio (1994). */
export const sharpe: Metric<"sharpe"> = {
  name: "sharpe",
  compute: ({ dailyReturns: { days, mean, squares }, returnsPerYear }) => {
    if (days < 2) return null;
    const deviation = Math.sqrt(squares / (days - 1));
    return deviation > 0 ? mean / deviation * Math.sqrt(returnsPerYear) : null;
  },
};
