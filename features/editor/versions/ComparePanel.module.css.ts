/** Written by `deno task styles` from `ComparePanel.module.css`. */
export default {
  sides: "editor-ComparePanel_sides",
  side: "editor-ComparePanel_side",
  summary: "editor-ComparePanel_summary",
  group: "editor-ComparePanel_group",
  notes: "editor-ComparePanel_notes",
  actions: "editor-ComparePanel_actions",
  compare: "editor-ComparePanel_compare",
} as const;
