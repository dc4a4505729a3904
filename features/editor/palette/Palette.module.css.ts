/** Written by `deno task styles` from `Palette.module.css`. */
export default {
  search: "editor-Palette_search",
  list: "editor-Palette_list",
} as const;
