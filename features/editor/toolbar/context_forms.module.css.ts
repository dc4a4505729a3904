/** Written by `deno task styles` from `context_forms.module.css`. */
export default {
  amounts: "editor-context_forms_amounts",
  days: "editor-context_forms_days",
  date: "editor-context_forms_date",
} as const;
