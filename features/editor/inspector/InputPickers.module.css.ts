/** Written by `deno task styles` from `InputPickers.module.css`. */
export default {
  row: "editor-InputPickers_row",
  goto: "editor-InputPickers_goto",
} as const;
