/** Written by `deno task styles` from `panels.module.css`. */
export default {
  runFaults: "editor-panels_runFaults",
} as const;
