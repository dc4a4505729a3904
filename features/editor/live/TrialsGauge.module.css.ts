/** Written by `deno task styles` from `TrialsGauge.module.css`. */
export default {
  gauge: "editor-TrialsGauge_gauge",
} as const;
