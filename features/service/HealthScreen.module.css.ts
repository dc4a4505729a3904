/** Written by `deno task styles` from `HealthScreen.module.css`. */
export default {
  hideSm: "service-HealthScreen_hideSm",
} as const;
