/** Written by `deno task styles` from `RunElsewhere.module.css`. */
export default {
  elsewhere: "results-RunElsewhere_elsewhere",
  problem: "results-RunElsewhere_problem",
} as const;
