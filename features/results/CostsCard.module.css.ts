/** Written by `deno task styles` from `CostsCard.module.css`. */
export default {
  plainSkeleton: "results-CostsCard_plainSkeleton",
} as const;
