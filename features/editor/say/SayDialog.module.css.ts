/** Written by `deno task styles` from `SayDialog.module.css`. */
export default {
  form: "editor-SayDialog_form",
  foot: "editor-SayDialog_foot",
} as const;
