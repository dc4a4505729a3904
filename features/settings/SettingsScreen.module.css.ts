/** Written by `deno task styles` from `SettingsScreen.module.css`. */
export default {
  page: "settings-SettingsScreen_page",
  nav: "settings-SettingsScreen_nav",
  settings: "settings-SettingsScreen_settings",
} as const;
