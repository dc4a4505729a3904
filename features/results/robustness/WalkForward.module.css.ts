/** Written by `deno task styles` from `WalkForward.module.css`. */
export default {
  walk: "results-WalkForward_walk",
  plot: "results-WalkForward_plot",
  train: "results-WalkForward_train",
  test: "results-WalkForward_test",
  split: "results-WalkForward_split",
  start: "results-WalkForward_start",
  ends: "results-WalkForward_ends",
  drift: "results-WalkForward_drift",
  chosen: "results-WalkForward_chosen",
} as const;
