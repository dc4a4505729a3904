/** Written by `deno task styles` from `KeepScreen.module.css`. */
export default {
  screen: "editor-KeepScreen_screen",
} as const;
