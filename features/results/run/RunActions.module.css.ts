/** Written by `deno task styles` from `RunActions.module.css`. */
export default {
  bar: "results-RunActions_bar",
  words: "results-RunActions_words",
  note: "results-RunActions_note",
  hint: "results-RunActions_hint",
  markets: "results-RunActions_markets",
  keys: "results-RunActions_keys",
  keysHead: "results-RunActions_keysHead",
  fields: "results-RunActions_fields",
  roomy: "results-RunActions_roomy",
} as const;
