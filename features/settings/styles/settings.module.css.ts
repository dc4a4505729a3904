/** Written by `deno task styles` from `settings.module.css`. */
export default {
  form: "settings-settings_form",
  pair: "settings-settings_pair",
  save: "settings-settings_save",
  rows: "settings-settings_rows",
  row: "settings-settings_row",
  rowWords: "settings-settings_rowWords",
} as const;
