/** Written by `deno task styles` from `TradeFilters.module.css`. */
export default {
  filters: "results-TradeFilters_filters",
  order: "results-TradeFilters_order",
  shown: "results-TradeFilters_shown",
} as const;
