/** Written by `deno task styles` from `run.module.css`. */
export default {
  failed: "results-run_failed",
  failedMark: "results-run_failedMark",
  failedActions: "results-run_failedActions",
} as const;
