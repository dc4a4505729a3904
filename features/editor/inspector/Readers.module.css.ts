/** Written by `deno task styles` from `Readers.module.css`. */
export default {
  readers: "editor-Readers_readers",
  more: "editor-Readers_more",
  reader: "editor-Readers_reader",
  chip: "editor-Readers_chip",
  chipAdd: "editor-Readers_chipAdd",
} as const;
