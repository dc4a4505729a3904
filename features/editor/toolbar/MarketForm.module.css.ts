/** Written by `deno task styles` from `MarketForm.module.css`. */
export default {
  form: "editor-MarketForm_form",
  foot: "editor-MarketForm_foot",
} as const;
