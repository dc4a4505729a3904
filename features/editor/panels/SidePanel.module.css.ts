/** Written by `deno task styles` from `SidePanel.module.css`. */
export default {
  side: "editor-SidePanel_side",
  toggle: "editor-SidePanel_toggle",
} as const;
