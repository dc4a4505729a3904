import { type Metric, timeOfBar } from "./metric.ts";

/** Open time of the first bar back at the peak before the deepest fall; `null` while there is none. */
export const maxDrawdownRecovery: Metric<"max_drawdown_recovery"> = {
  name: "max_drawdown_recovery",
  compute: (context) => timeOfBar(context, context.drawdown.recoveryBar),
};
