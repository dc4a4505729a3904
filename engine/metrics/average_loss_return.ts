import type { Metric } from "./metric.ts";

/** Mean return of the closed trades with a pnl below 0; `null` without one. */
export const averageLossReturn: Metric<"average_loss_return"> = {
  name: "average_loss_return",
  compute: ({ tradeFacts: { losses, lossReturns } }) => losses === 0 ? null : lossReturns / losses,
};
