/** Written by `deno task styles` from `LiveCharts.module.css`. */
export default {
  reading: "editor-LiveCharts_reading",
  keyStrategy: "editor-LiveCharts_keyStrategy",
  keyHold: "editor-LiveCharts_keyHold",
  plots: "editor-LiveCharts_plots",
  pinned: "editor-LiveCharts_pinned",
  plot: "editor-LiveCharts_plot",
  plotDrawdown: "editor-LiveCharts_plotDrawdown",
  plotPrice: "editor-LiveCharts_plotPrice",
  keyClose: "editor-LiveCharts_keyClose",
  instead: "editor-LiveCharts_instead",
  plotSkeleton: "editor-LiveCharts_plotSkeleton",
} as const;
