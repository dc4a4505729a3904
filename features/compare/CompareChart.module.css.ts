/** Written by `deno task styles` from `CompareChart.module.css`. */
export default {
  compare: "compare-CompareChart_compare",
  problem: "compare-CompareChart_problem",
  key: "compare-CompareChart_key",
} as const;
