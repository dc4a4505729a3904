import { meanOfTrades, type Metric } from "./metric.ts";

/** Mean pnl of a closed trade, quote currency. */
export const expectancy: Metric<"expectancy"> = {
  name: "expectancy",
  compute: ({ trades }) => meanOfTrades(trades, trades.pnl),
};
