/** Written by `deno task styles` from `ParamForm.module.css`. */
export default {
  form: "editor-ParamForm_form",
  range: "editor-ParamForm_range",
  reset: "editor-ParamForm_reset",
  operands: "editor-ParamForm_operands",
} as const;
