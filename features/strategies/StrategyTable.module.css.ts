/** Written by `deno task styles` from `StrategyTable.module.css`. */
export default {
  listBar: "strategies-StrategyTable_listBar",
  listSearch: "strategies-StrategyTable_listSearch",
  listSort: "strategies-StrategyTable_listSort",
  listUsage: "strategies-StrategyTable_listUsage",
  listFull: "strategies-StrategyTable_listFull",
  listTable: "strategies-StrategyTable_listTable",
  cName: "strategies-StrategyTable_cName",
  cMenu: "strategies-StrategyTable_cMenu",
  cCurve: "strategies-StrategyTable_cCurve",
  cRun: "strategies-StrategyTable_cRun",
  listMore: "strategies-StrategyTable_listMore",
  cModified: "strategies-StrategyTable_cModified",
  cAsset: "strategies-StrategyTable_cAsset",
  cTimeframe: "strategies-StrategyTable_cTimeframe",
  cAuto: "strategies-StrategyTable_cAuto",
} as const;
