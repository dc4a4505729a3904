/** Written by `deno task styles` from `BelowFold.module.css`. */
export default {
  place: "results-BelowFold_place",
} as const;
