/** Written by `deno task styles` from `versions.module.css`. */
export default {
  note: "editor-versions_note",
} as const;
