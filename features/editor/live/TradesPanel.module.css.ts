/** Written by `deno task styles` from `TradesPanel.module.css`. */
export default {
  trades: "editor-TradesPanel_trades",
  number: "editor-TradesPanel_number",
} as const;
