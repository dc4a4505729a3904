/** Written by `deno task styles` from `ResultChart.module.css`. */
export default {
  chart: "results-ResultChart_chart",
  skeleton: "results-ResultChart_skeleton",
} as const;
