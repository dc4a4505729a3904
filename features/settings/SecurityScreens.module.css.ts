/** Written by `deno task styles` from `SecurityScreens.module.css`. */
export default {
  secret: "settings-SecurityScreens_secret",
  codes: "settings-SecurityScreens_codes",
  key: "settings-SecurityScreens_key",
} as const;
