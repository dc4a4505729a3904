/** Written by `deno task styles` from `ResultDock.module.css`. */
export default {
  note: "editor-ResultDock_note",
  panel: "editor-ResultDock_panel",
  why: "editor-ResultDock_why",
} as const;
