/** Written by `deno task styles` from `AddCondition.module.css`. */
export default {
  root: "editor-AddCondition_root",
  add: "editor-AddCondition_add",
  panel: "editor-AddCondition_panel",
  waiting: "editor-AddCondition_waiting",
} as const;
