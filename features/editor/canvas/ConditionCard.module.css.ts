/** Written by `deno task styles` from `ConditionCard.module.css`. */
export default {
  row: "editor-ConditionCard_row",
  grip: "editor-ConditionCard_grip",
  name: "editor-ConditionCard_name",
  chip: "editor-ConditionCard_chip",
  operator: "editor-ConditionCard_operator",
  words: "editor-ConditionCard_words",
  text: "editor-ConditionCard_text",
  value: "editor-ConditionCard_value",
  between: "editor-ConditionCard_between",
} as const;
