/** Written by `deno task styles` from `ErrorScreen.module.css`. */
export default {
  screen: "service-ErrorScreen_screen",
  status: "service-ErrorScreen_status",
} as const;
