import type { Metric } from "./metric.ts";

/** Most bars in a row below a peak of the equity. */
export const longestUnderwaterBars: Metric<"longest_underwater_bars"> = {
  name: "longest_underwater_bars",
  compute: ({ drawdown }) => drawdown.longestUnderwaterBars,
};
