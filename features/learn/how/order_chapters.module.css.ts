/** Written by `deno task styles` from `order_chapters.module.css`. */
export default {
  ruleLedger: "learn-order_chapters_ruleLedger",
} as const;
