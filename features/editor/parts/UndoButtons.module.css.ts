/** Written by `deno task styles` from `UndoButtons.module.css`. */
export default {
  steps: "editor-UndoButtons_steps",
} as const;
