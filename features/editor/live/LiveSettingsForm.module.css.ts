/** Written by `deno task styles` from `LiveSettingsForm.module.css`. */
export default {
  form: "editor-LiveSettingsForm_form",
  amounts: "editor-LiveSettingsForm_amounts",
  days: "editor-LiveSettingsForm_days",
  date: "editor-LiveSettingsForm_date",
} as const;
