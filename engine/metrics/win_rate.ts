import type { Metric } from "./metric.ts";

/** Closed trades with a pnl above 0, after costs / closed trades; `null` without one. */
export const winRate: Metric<"win_rate"> = {
  name: "win_rate",
  compute: ({ trades: { closed, pnl } }) => {
    if (closed === 0) return null;
    let wins = 0;
    for (let k = 0; k < closed; k++) if (pnl[k]! > 0) wins++;
    return wins / closed;
  },
};
