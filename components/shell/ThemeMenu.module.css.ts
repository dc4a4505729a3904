/** Written by `deno task styles` from `ThemeMenu.module.css`. */
export default {
  grow: "ThemeMenu_grow",
  check: "ThemeMenu_check",
  icon: "ThemeMenu_icon",
} as const;
