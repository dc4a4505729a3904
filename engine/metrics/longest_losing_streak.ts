import type { Metric } from "./metric.ts";

/** Most closed trades with a pnl below 0 in a row; a pnl of 0 ends a streak. `null` without trades. */
export const longestLosingStreak: Metric<"longest_losing_streak"> = {
  name: "longest_losing_streak",
  compute: ({ tradeFacts: { closed, longestStreak } }) => closed === 0 ? null : longestStreak,
};
