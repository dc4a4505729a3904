/** Written by `deno task styles` from `PaletteEntry.module.css`. */
export default {
  row: "editor-PaletteEntry_row",
  entry: "editor-PaletteEntry_entry",
  words: "editor-PaletteEntry_words",
  why: "editor-PaletteEntry_why",
  help: "editor-PaletteEntry_help",
  ports: "editor-PaletteEntry_ports",
} as const;
