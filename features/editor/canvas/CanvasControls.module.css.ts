/** Written by `deno task styles` from `CanvasControls.module.css`. */
export default {
  controls: "editor-CanvasControls_controls",
  group: "editor-CanvasControls_group",
  zoom: "editor-CanvasControls_zoom",
} as const;
