/** Written by `deno task styles` from `MarketsTab.module.css`. */
export default {
  markets: "editor-MarketsTab_markets",
  sentence: "editor-MarketsTab_sentence",
  table: "editor-MarketsTab_table",
  cell: "editor-MarketsTab_cell",
  own: "editor-MarketsTab_own",
  none: "editor-MarketsTab_none",
  note: "editor-MarketsTab_note",
  empty: "editor-MarketsTab_empty",
} as const;
