/** Written by `deno task styles` from `Field.module.css`. */
export default {
  field: "Field_field",
  label: "Field_label",
  head: "Field_head",
  hint: "Field_hint",
  remark: "Field_remark",
  error: "Field_error",
  input: "Field_input",
  select: "Field_select",
  inputGroup: "Field_inputGroup",
  selectCompact: "Field_selectCompact",
  inputGroupCompact: "Field_inputGroupCompact",
  check: "Field_check",
} as const;
