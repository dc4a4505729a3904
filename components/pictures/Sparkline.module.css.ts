/** Written by `deno task styles` from `Sparkline.module.css`. */
export default {
  sparkline: "Sparkline_sparkline",
  start: "Sparkline_start",
  line: "Sparkline_line",
} as const;
