/** Written by `deno task styles` from `Overview.module.css`. */
export default {
  entryIcon: "editor-Overview_entryIcon",
  outline: "editor-Overview_outline",
  notes: "editor-Overview_notes",
} as const;
