/** Written by `deno task styles` from `RunDialog.module.css`. */
export default {
  note: "editor-RunDialog_note",
  skeleton: "editor-RunDialog_skeleton",
} as const;
