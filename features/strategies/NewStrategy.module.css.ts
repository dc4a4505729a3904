/** Written by `deno task styles` from `NewStrategy.module.css`. */
export default {
  basics: "strategies-NewStrategy_basics",
  bar: "strategies-NewStrategy_bar",
  kind: "strategies-NewStrategy_kind",
  templates: "strategies-NewStrategy_templates",
  templateCard: "strategies-NewStrategy_templateCard",
  picture: "strategies-NewStrategy_picture",
  say: "strategies-NewStrategy_say",
  templateGrid: "strategies-NewStrategy_templateGrid",
  templateName: "strategies-NewStrategy_templateName",
  templateText: "strategies-NewStrategy_templateText",
  templateWhen: "strategies-NewStrategy_templateWhen",
  foot: "strategies-NewStrategy_foot",
} as const;
