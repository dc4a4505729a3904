/** Written by `deno task styles` from `HealthScreen.module.css`. */
export default {
  vendors: "service-HealthScreen_vendors",
  hideSm: "service-HealthScreen_hideSm",
  findings: "service-HealthScreen_findings",
} as const;
