/** Written by `deno task styles` from `DockGrip.module.css`. */
export default {
  grip: "editor-DockGrip_grip",
} as const;
