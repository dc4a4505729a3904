/** Written by `deno task styles` from `NewStrategy.module.css`. */
export default {
  basics: "strategies-NewStrategy_basics",
  name: "strategies-NewStrategy_name",
  say: "strategies-NewStrategy_say",
  templates: "strategies-NewStrategy_templates",
  templateGrid: "strategies-NewStrategy_templateGrid",
  templateCard: "strategies-NewStrategy_templateCard",
  templateName: "strategies-NewStrategy_templateName",
  templateBlocks: "strategies-NewStrategy_templateBlocks",
  templateText: "strategies-NewStrategy_templateText",
  templateWhen: "strategies-NewStrategy_templateWhen",
  foot: "strategies-NewStrategy_foot",
} as const;
