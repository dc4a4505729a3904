/** Written by `deno task styles` from `RunHistory.module.css`. */
export default {
  history: "history-RunHistory_history",
  table: "history-RunHistory_table",
  more: "history-RunHistory_more",
  compareBar: "history-RunHistory_compareBar",
} as const;
