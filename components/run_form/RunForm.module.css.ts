/** Written by `deno task styles` from `RunForm.module.css`. */
export default {
  form: "RunForm_form",
  presets: "RunForm_presets",
  grid: "RunForm_grid",
  advanced: "RunForm_advanced",
  submit: "RunForm_submit",
  venues: "RunForm_venues",
  faults: "RunForm_faults",
} as const;
