import type { Metric } from "./metric.ts";

/** Share of the bars during which something was held at any moment between open and close. */
export const exposure: Metric<"exposure"> = {
  name: "exposure",
  compute: ({ simulation, candles }) => simulation.barsInPosition / candles.length,
};
