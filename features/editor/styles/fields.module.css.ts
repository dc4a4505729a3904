/** Written by `deno task styles` from `fields.module.css`. */
export default {
  settings: "editor-fields_settings",
  summary: "editor-fields_summary",
  field: "editor-fields_field",
  head: "editor-fields_head",
  label: "editor-fields_label",
  help: "editor-fields_help",
  problem: "editor-fields_problem",
  many: "editor-fields_many",
} as const;
