/** Written by `deno task styles` from `ChartTooltip.module.css`. */
export default {
  event: "results-ChartTooltip_event",
} as const;
