/** Written by `deno task styles` from `NumberTableView.module.css`. */
export default {
  scroll: "results-NumberTableView_scroll",
} as const;
