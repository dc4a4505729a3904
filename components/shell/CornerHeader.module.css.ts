/** Written by `deno task styles` from `CornerHeader.module.css`. */
export default {
  header: "CornerHeader_header",
  home: "CornerHeader_home",
  theme: "CornerHeader_theme",
  menu: "CornerHeader_menu",
} as const;
