/** Written by `deno task styles` from `fields.module.css`. */
export default {
  settings: "editor-fields_settings",
  summary: "editor-fields_summary",
  problem: "editor-fields_problem",
  many: "editor-fields_many",
} as const;
