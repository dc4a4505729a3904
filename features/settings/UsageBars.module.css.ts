/** Written by `deno task styles` from `UsageBars.module.css`. */
export default {
  usage: "settings-UsageBars_usage",
  bar: "settings-UsageBars_bar",
} as const;
