/** Written by `deno task styles` from `ParamForm.module.css`. */
export default {
  form: "editor-ParamForm_form",
  range: "editor-ParamForm_range",
  reset: "editor-ParamForm_reset",
  presets: "editor-ParamForm_presets",
  preset: "editor-ParamForm_preset",
  days: "editor-ParamForm_days",
  operands: "editor-ParamForm_operands",
} as const;
