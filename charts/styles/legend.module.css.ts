/** Written by `deno task styles` from `legend.module.css`. */
export default {
  chartLegend: "legend_chartLegend",
  strategy: "legend_strategy",
  hold: "legend_hold",
  drawdown: "legend_drawdown",
} as const;
