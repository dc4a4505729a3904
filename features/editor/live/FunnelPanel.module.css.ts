/** Written by `deno task styles` from `FunnelPanel.module.css`. */
export default {
  funnel: "editor-FunnelPanel_funnel",
  misses: "editor-FunnelPanel_misses",
  bar: "editor-FunnelPanel_bar",
} as const;
