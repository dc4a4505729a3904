/** Written by `deno task styles` from `Costs.module.css`. */
export default {
  settingsNote: "settings-Costs_settingsNote",
} as const;
