/** Written by `deno task styles` from `Menu.module.css`. */
export default {
  menu: "Menu_menu",
  item: "Menu_item",
  itemDanger: "Menu_itemDanger",
  why: "Menu_why",
  line: "Menu_line",
} as const;
