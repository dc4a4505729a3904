import type { Metric } from "./metric.ts";

/** Mean of exit bar − entry bar over the closed trades. */
export const averageBarsHeld: Metric<"average_bars_held"> = {
  name: "average_bars_held",
  compute: ({ trades: { closed, entryBar, exitBar } }) => {
    if (closed === 0) return null;
    let sum = 0;
    for (let k = 0; k < closed; k++) sum += exitBar[k]! - entryBar[k]!;
    return sum / closed;
  },
};
