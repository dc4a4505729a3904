/** Written by `deno task styles` from `EquityChart.module.css`. */
export default {
  legendTrades: "results-EquityChart_legendTrades",
} as const;
