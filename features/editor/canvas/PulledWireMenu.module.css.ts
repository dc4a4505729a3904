/** Written by `deno task styles` from `PulledWireMenu.module.css`. */
export default {
  pulled: "editor-PulledWireMenu_pulled",
} as const;
