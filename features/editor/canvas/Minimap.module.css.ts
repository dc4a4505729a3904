/** Written by `deno task styles` from `Minimap.module.css`. */
export default {
  minimap: "editor-Minimap_minimap",
} as const;
