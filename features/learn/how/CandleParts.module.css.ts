/** Written by `deno task styles` from `CandleParts.module.css`. */
export default {
  ruleNames: "learn-CandleParts_ruleNames",
  rulePaths: "learn-CandleParts_rulePaths",
} as const;
