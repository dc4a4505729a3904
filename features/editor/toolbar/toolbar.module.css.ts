/** Written by `deno task styles` from `toolbar.module.css`. */
export default {
  tight: "editor-toolbar_tight",
  boxForm: "editor-toolbar_boxForm",
  menu: "editor-toolbar_menu",
  roomy: "editor-toolbar_roomy",
} as const;
