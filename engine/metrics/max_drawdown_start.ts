import { type Metric, timeOfBar } from "./metric.ts";

/** Open time of the peak before the deepest fall. */
export const maxDrawdownStart: Metric<"max_drawdown_start"> = {
  name: "max_drawdown_start",
  compute: (context) => timeOfBar(context, context.drawdown.startBar),
};
