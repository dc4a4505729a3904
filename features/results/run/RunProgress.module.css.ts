/** Written by `deno task styles` from `RunProgress.module.css`. */
export default {
  card: "results-RunProgress_card",
  steps: "results-RunProgress_steps",
  stepMark: "results-RunProgress_stepMark",
  progress: "results-RunProgress_progress",
  words: "results-RunProgress_words",
} as const;
