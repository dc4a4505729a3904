/** Written by `deno task styles` from `MonthlyReturns.module.css`. */
export default {
  table: "results-MonthlyReturns_table",
  cell: "results-MonthlyReturns_cell",
  total: "results-MonthlyReturns_total",
} as const;
