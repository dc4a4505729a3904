/** Written by `deno task styles` from `Table.module.css`. */
export default {
  scroll: "Table_scroll",
  table: "Table_table",
  numeric: "Table_numeric",
  cardRows: "Table_cardRows",
  cFigure: "Table_cFigure",
  thSort: "Table_thSort",
} as const;
