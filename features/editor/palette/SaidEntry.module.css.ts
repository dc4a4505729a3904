/** Written by `deno task styles` from `SaidEntry.module.css`. */
export default {
  entry: "editor-SaidEntry_entry",
  icon: "editor-SaidEntry_icon",
  words: "editor-SaidEntry_words",
} as const;
