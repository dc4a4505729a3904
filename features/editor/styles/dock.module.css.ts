/** Written by `deno task styles` from `dock.module.css`. */
export default {
  dock: "editor-dock_dock",
  head: "editor-dock_head",
  toggle: "editor-dock_toggle",
  figures: "editor-dock_figures",
  space: "editor-dock_space",
  body: "editor-dock_body",
  figureNote: "editor-dock_figureNote",
  charts: "editor-dock_charts",
} as const;
