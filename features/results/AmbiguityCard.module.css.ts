/** Written by `deno task styles` from `AmbiguityCard.module.css`. */
export default {
  text: "results-AmbiguityCard_text",
} as const;
