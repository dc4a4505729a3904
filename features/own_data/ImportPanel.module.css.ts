/** Written by `deno task styles` from `ImportPanel.module.css`. */
export default {
  drop: "own_data-ImportPanel_drop",
  choose: "own_data-ImportPanel_choose",
  file: "own_data-ImportPanel_file",
  part: "own_data-ImportPanel_part",
  fields: "own_data-ImportPanel_fields",
  caption: "own_data-ImportPanel_caption",
  summary: "own_data-ImportPanel_summary",
  buttons: "own_data-ImportPanel_buttons",
  progress: "own_data-ImportPanel_progress",
  problems: "own_data-ImportPanel_problems",
} as const;
