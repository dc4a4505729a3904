/** Written by `deno task styles` from `CompareView.module.css`. */
export default {
  compare: "compare-CompareView_compare",
  table: "compare-CompareView_table",
  head: "compare-CompareView_head",
  difference: "compare-CompareView_difference",
  cardNote: "compare-CompareView_cardNote",
} as const;
