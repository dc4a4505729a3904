import { type Metric, timeOfBar } from "./metric.ts";

/** Open time of the lowest point of the deepest fall. */
export const maxDrawdownBottom: Metric<"max_drawdown_bottom"> = {
  name: "max_drawdown_bottom",
  compute: (context) => timeOfBar(context, context.drawdown.bottomBar),
};
