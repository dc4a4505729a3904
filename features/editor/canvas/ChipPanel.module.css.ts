/** Written by `deno task styles` from `ChipPanel.module.css`. */
export default {
  panel: "editor-ChipPanel_panel",
  settings: "editor-ChipPanel_settings",
  actions: "editor-ChipPanel_actions",
} as const;
