/** Written by `deno task styles` from `MetricCards.module.css`. */
export default {
  note: "results-MetricCards_note",
} as const;
