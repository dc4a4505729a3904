/** Written by `deno task styles` from `PlayBar.module.css`. */
export default {
  chip: "editor-PlayBar_chip",
  bar: "editor-PlayBar_bar",
  chips: "editor-PlayBar_chips",
  actions: "editor-PlayBar_actions",
} as const;
