/** Written by `deno task styles` from `DeskLists.module.css`. */
export default {
  lists: "desk-DeskLists_lists",
  none: "desk-DeskLists_none",
  table: "desk-DeskLists_table",
  name: "desk-DeskLists_name",
  words: "desk-DeskLists_words",
} as const;
