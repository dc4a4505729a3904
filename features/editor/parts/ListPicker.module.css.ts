/** Written by `deno task styles` from `ListPicker.module.css`. */
export default {
  search: "editor-ListPicker_search",
  icon: "editor-ListPicker_icon",
  words: "editor-ListPicker_words",
  picker: "editor-ListPicker_picker",
  empty: "editor-ListPicker_empty",
} as const;
