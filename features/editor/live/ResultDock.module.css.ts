/** Written by `deno task styles` from `ResultDock.module.css`. */
export default {
  assumes: "editor-ResultDock_assumes",
  note: "editor-ResultDock_note",
  panel: "editor-ResultDock_panel",
  why: "editor-ResultDock_why",
} as const;
