/** Written by `deno task styles` from `compare.module.css`. */
export default {
  letter: "compare-compare_letter",
} as const;
