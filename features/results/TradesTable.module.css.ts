/** Written by `deno task styles` from `TradesTable.module.css`. */
export default {
  table: "results-TradesTable_table",
  number: "results-TradesTable_number",
  reason: "results-TradesTable_reason",
  pager: "results-TradesTable_pager",
  cNumber: "results-TradesTable_cNumber",
  cEntry: "results-TradesTable_cEntry",
  cEntryPrice: "results-TradesTable_cEntryPrice",
  cExit: "results-TradesTable_cExit",
  cExitPrice: "results-TradesTable_cExitPrice",
  cReason: "results-TradesTable_cReason",
  cHeld: "results-TradesTable_cHeld",
  cReturn: "results-TradesTable_cReturn",
  cPnl: "results-TradesTable_cPnl",
  cR: "results-TradesTable_cR",
} as const;
