/** Written by `deno task styles` from `FixButton.module.css`. */
export default {
  fix: "editor-FixButton_fix",
} as const;
