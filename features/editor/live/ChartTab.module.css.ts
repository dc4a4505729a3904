/** Written by `deno task styles` from `ChartTab.module.css`. */
export default {
  skeleton: "editor-ChartTab_skeleton",
} as const;
