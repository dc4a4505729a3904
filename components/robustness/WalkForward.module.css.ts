/** Written by `deno task styles` from `WalkForward.module.css`. */
export default {
  walk: "WalkForward_walk",
  plot: "WalkForward_plot",
  train: "WalkForward_train",
  test: "WalkForward_test",
  split: "WalkForward_split",
  start: "WalkForward_start",
  ends: "WalkForward_ends",
  drift: "WalkForward_drift",
  chosen: "WalkForward_chosen",
  folds: "WalkForward_folds",
  tuning: "WalkForward_tuning",
  next: "WalkForward_next",
} as const;
