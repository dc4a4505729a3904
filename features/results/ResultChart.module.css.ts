/** Written by `deno task styles` from `ResultChart.module.css`. */
export default {
  chart: "results-ResultChart_chart",
} as const;
