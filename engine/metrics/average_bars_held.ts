import type { Metric } from "./metric.ts";

/** Mean of exit bar − entry bar over the closed trades. */
export const averageBarsHeld: Metric<"average_bars_held"> = {
  name: "average_bars_held",
  compute: ({ tradeFacts: { closed, barsHeld } }) => closed === 0 ? null : barsHeld / closed,
};
