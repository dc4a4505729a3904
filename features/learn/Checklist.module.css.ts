/** Written by `deno task styles` from `Checklist.module.css`. */
export default {
  checklist: "learn-Checklist_checklist",
  head: "learn-Checklist_head",
  count: "learn-Checklist_count",
  actions: "learn-Checklist_actions",
  all: "learn-Checklist_all",
  steps: "learn-Checklist_steps",
  mark: "learn-Checklist_mark",
} as const;
