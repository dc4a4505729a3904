import type { Metric } from "./metric.ts";

/** Deepest fall of the equity below its running peak, a fraction ≤ 0; the capital is the first peak. */
export const maxDrawdown: Metric<"max_drawdown"> = {
  name: "max_drawdown",
  compute: ({ drawdown }) => drawdown.depth,
};
