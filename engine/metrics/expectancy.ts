import type { Metric } from "./metric.ts";

/** Mean pnl of a closed trade, quote currency. */
export const expectancy: Metric<"expectancy"> = {
  name: "expectancy",
  compute: ({ tradeFacts: { closed, pnl } }) => closed === 0 ? null : pnl / closed,
};
