/** Written by `deno task styles` from `ResultChart.module.css`. */
export default {
  chart: "results-ResultChart_chart",
  none: "results-ResultChart_none",
  skeleton: "results-ResultChart_skeleton",
} as const;
