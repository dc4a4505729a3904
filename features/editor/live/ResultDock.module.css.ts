/** Written by `deno task styles` from `ResultDock.module.css`. */
export default {
  assumes: "editor-ResultDock_assumes",
  note: "editor-ResultDock_note",
  tabs: "editor-ResultDock_tabs",
  chart: "editor-ResultDock_chart",
  part: "editor-ResultDock_part",
  loading: "editor-ResultDock_loading",
  panel: "editor-ResultDock_panel",
  why: "editor-ResultDock_why",
} as const;
