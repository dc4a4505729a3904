/** Written by `deno task styles` from `YourData.module.css`. */
export default {
  settingsAsk: "settings-YourData_settingsAsk",
} as const;
