/** Written by `deno task styles` from `SignalXray.module.css`. */
export default {
  xray: "results-SignalXray_xray",
  conditions: "results-SignalXray_conditions",
  none: "results-SignalXray_none",
  skeleton: "results-SignalXray_skeleton",
} as const;
