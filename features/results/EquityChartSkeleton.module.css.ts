/** Written by `deno task styles` from `EquityChartSkeleton.module.css`. */
export default {
  legendSkeleton: "results-EquityChartSkeleton_legendSkeleton",
} as const;
