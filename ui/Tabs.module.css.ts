/** Written by `deno task styles` from `Tabs.module.css`. */
export default {
  tabs: "Tabs_tabs",
  list: "Tabs_list",
  tab: "Tabs_tab",
  compact: "Tabs_compact",
  low: "Tabs_low",
} as const;
