/** Written by `deno task styles` from `charts.module.css`. */
export default {
  hint: "charts_hint",
  charts: "charts_charts",
  chart: "charts_chart",
  equity: "charts_equity",
  drawdown: "charts_drawdown",
  price: "charts_price",
  skeleton: "charts_skeleton",
  tooltip: "charts_tooltip",
} as const;
