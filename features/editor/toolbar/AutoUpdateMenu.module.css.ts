/** Written by `deno task styles` from `AutoUpdateMenu.module.css`. */
export default {
  box: "editor-AutoUpdateMenu_box",
  loading: "editor-AutoUpdateMenu_loading",
  horizon: "editor-AutoUpdateMenu_horizon",
  problem: "editor-AutoUpdateMenu_problem",
  record: "editor-AutoUpdateMenu_record",
  earlier: "editor-AutoUpdateMenu_earlier",
} as const;
