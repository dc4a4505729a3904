/** Written by `deno task styles` from `HistoryRow.module.css`. */
export default {
  choose: "history-HistoryRow_choose",
  sub: "history-HistoryRow_sub",
  words: "history-HistoryRow_words",
  note: "history-HistoryRow_note",
  actions: "history-HistoryRow_actions",
  cStarted: "history-HistoryRow_cStarted",
  cStatus: "history-HistoryRow_cStatus",
  cSetting: "history-HistoryRow_cSetting",
} as const;
