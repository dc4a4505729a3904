/** Written by `deno task styles` from `DataScreen.module.css`. */
export default {
  cards: "own_data-DataScreen_cards",
  lead: "own_data-DataScreen_lead",
  empty: "own_data-DataScreen_empty",
  list: "own_data-DataScreen_list",
  row: "own_data-DataScreen_row",
  axis: "own_data-DataScreen_axis",
  name: "own_data-DataScreen_name",
  actions: "own_data-DataScreen_actions",
} as const;
