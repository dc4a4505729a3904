/** Written by `deno task styles` from `KeepDialog.module.css`. */
export default {
  form: "editor-KeepDialog_form",
  words: "editor-KeepDialog_words",
} as const;
