/** Written by `deno task styles` from `NoticesScreen.module.css`. */
export default {
  list: "notices-NoticesScreen_list",
  row: "notices-NoticesScreen_row",
  head: "notices-NoticesScreen_head",
  unread: "notices-NoticesScreen_unread",
  time: "notices-NoticesScreen_time",
  text: "notices-NoticesScreen_text",
  more: "notices-NoticesScreen_more",
} as const;
