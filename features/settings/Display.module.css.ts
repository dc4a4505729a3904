/** Written by `deno task styles` from `Display.module.css`. */
export default {
  settingsTheme: "settings-Display_settingsTheme",
} as const;
