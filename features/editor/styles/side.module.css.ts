/** Written by `deno task styles` from `side.module.css`. */
export default {
  side: "editor-side_side",
  toggle: "editor-side_toggle",
} as const;
