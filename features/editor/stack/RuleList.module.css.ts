/** Written by `deno task styles` from `RuleList.module.css`. */
export default {
  rules: "editor-RuleList_rules",
  rule: "editor-RuleList_rule",
  head: "editor-RuleList_head",
  fields: "editor-RuleList_fields",
} as const;
