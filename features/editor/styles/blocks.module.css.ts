/** Written by `deno task styles` from `blocks.module.css`. */
export default {
  canvas: "editor-blocks_canvas",
  icon: "editor-blocks_icon",
  series: "editor-blocks_series",
  signal: "editor-blocks_signal",
  portMark: "editor-blocks_portMark",
} as const;
