/** Written by `deno task styles` from `parts.module.css`. */
export default {
  settingsSection: "settings-parts_settingsSection",
  settingsLead: "settings-parts_settingsLead",
  settingsSaved: "settings-parts_settingsSaved",
} as const;
