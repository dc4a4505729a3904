/** Written by `deno task styles` from `NameField.module.css`. */
export default {
  sizer: "editor-NameField_sizer",
  problem: "editor-NameField_problem",
  more: "editor-NameField_more",
} as const;
