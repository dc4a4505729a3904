/** Written by `deno task styles` from `Receipt.module.css`. */
export default {
  receipt: "results-Receipt_receipt",
} as const;
