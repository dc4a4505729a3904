/** Written by `deno task styles` from `ContextChips.module.css`. */
export default {
  chips: "editor-ContextChips_chips",
  place: "editor-ContextChips_place",
  chip: "editor-ContextChips_chip",
  still: "editor-ContextChips_still",
  words: "editor-ContextChips_words",
  end: "editor-ContextChips_end",
  capital: "editor-ContextChips_capital",
  synthetic: "editor-ContextChips_synthetic",
  panel: "editor-ContextChips_panel",
  list: "editor-ContextChips_list",
  form: "editor-ContextChips_form",
  beside: "editor-ContextChips_beside",
} as const;
