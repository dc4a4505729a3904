/** Written by `deno task styles` from `side_panels.module.css`. */
export default {
  palette: "editor-side_panels_palette",
  inspector: "editor-side_panels_inspector",
} as const;
