/** Written by `deno task styles` from `PriceChart.module.css`. */
export default {
  chart: "PriceChart_chart",
  scroll: "PriceChart_scroll",
  area: "PriceChart_area",
  panes: "PriceChart_panes",
  legends: "PriceChart_legends",
  pane: "PriceChart_pane",
  time: "PriceChart_time",
  hit: "PriceChart_hit",
} as const;
