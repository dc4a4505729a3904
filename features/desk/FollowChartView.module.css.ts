/** Written by `deno task styles` from `FollowChartView.module.css`. */
export default {
  chart: "desk-FollowChartView_chart",
  pane: "desk-FollowChartView_pane",
  closes: "desk-FollowChartView_closes",
  equity: "desk-FollowChartView_equity",
  range: "desk-FollowChartView_range",
  start: "desk-FollowChartView_start",
  flip: "desk-FollowChartView_flip",
  name: "desk-FollowChartView_name",
  above: "desk-FollowChartView_above",
  below: "desk-FollowChartView_below",
} as const;
