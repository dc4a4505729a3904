/** Written by `deno task styles` from `ConditionForm.module.css`. */
export default {
  form: "editor-ConditionForm_form",
} as const;
