/** Written by `deno task styles` from `MarketMenu.module.css`. */
export default {
  menu: "editor-MarketMenu_menu",
  button: "editor-MarketMenu_button",
  form: "editor-MarketMenu_form",
} as const;
