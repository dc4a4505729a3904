import type { Metric } from "./metric.ts";

/** Most closed trades with a pnl below 0 in a row; a pnl of 0 ends a streak. `null` without trades. */
export const longestLosingStreak: Metric<"longest_losing_streak"> = {
  name: "longest_losing_streak",
  compute: ({ trades: { closed, pnl } }) => {
    if (closed === 0) return null;
    let longest = 0;
    let streak = 0;
    for (let k = 0; k < closed; k++) {
      streak = pnl[k]! < 0 ? streak + 1 : 0;
      if (streak > longest) longest = streak;
    }
    return longest;
  },
};
