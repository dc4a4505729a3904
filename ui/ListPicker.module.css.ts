/** Written by `deno task styles` from `ListPicker.module.css`. */
export default {
  search: "ListPicker_search",
  icon: "ListPicker_icon",
  words: "ListPicker_words",
  picker: "ListPicker_picker",
  empty: "ListPicker_empty",
} as const;
