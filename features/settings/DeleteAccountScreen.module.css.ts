/** Written by `deno task styles` from `DeleteAccountScreen.module.css`. */
export default {
  page: "settings-DeleteAccountScreen_page",
} as const;
