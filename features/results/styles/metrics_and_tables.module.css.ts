/** Written by `deno task styles` from `metrics_and_tables.module.css`. */
export default {
  metrics: "results-metrics_and_tables_metrics",
  metric: "results-metrics_and_tables_metric",
  rowsSkeleton: "results-metrics_and_tables_rowsSkeleton",
  facts: "results-metrics_and_tables_facts",
  plainTable: "results-metrics_and_tables_plainTable",
} as const;
