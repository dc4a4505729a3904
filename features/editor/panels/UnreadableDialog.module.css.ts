/** Written by `deno task styles` from `UnreadableDialog.module.css`. */
export default {
  unreadable: "editor-UnreadableDialog_unreadable",
} as const;
