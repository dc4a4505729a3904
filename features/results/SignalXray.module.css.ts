/** Written by `deno task styles` from `SignalXray.module.css`. */
export default {
  conditions: "results-SignalXray_conditions",
  none: "results-SignalXray_none",
  skeleton: "results-SignalXray_skeleton",
} as const;
