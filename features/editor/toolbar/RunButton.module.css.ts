/** Written by `deno task styles` from `RunButton.module.css`. */
export default {
  run: "editor-RunButton_run",
  start: "editor-RunButton_start",
  more: "editor-RunButton_more",
} as const;
