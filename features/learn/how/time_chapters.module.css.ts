/** Written by `deno task styles` from `time_chapters.module.css`. */
export default {
  ruleSteps: "learn-time_chapters_ruleSteps",
} as const;
