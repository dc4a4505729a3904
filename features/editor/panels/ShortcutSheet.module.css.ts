/** Written by `deno task styles` from `ShortcutSheet.module.css`. */
export default {
  shortcuts: "editor-ShortcutSheet_shortcuts",
} as const;
