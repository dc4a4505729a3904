/** Written by `deno task styles` from `StackView.module.css`. */
export default {
  stack: "editor-StackView_stack",
} as const;
