/** Written by `deno task styles` from `ChartLegend.module.css`. */
export default {
  place: "ChartLegend_place",
  legend: "ChartLegend_legend",
  candle: "ChartLegend_candle",
  entry: "ChartLegend_entry",
  swatch: "ChartLegend_swatch",
  more: "ChartLegend_more",
} as const;
