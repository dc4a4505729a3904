/** Written by `deno task styles` from `Header.module.css`. */
export default {
  siteHeader: "Header_siteHeader",
  brand: "Header_brand",
  siteNav: "Header_siteNav",
  siteTools: "Header_siteTools",
  siteGuest: "Header_siteGuest",
  siteMenu: "Header_siteMenu",
  avatar: "Header_avatar",
  menuNote: "Header_menuNote",
  siteUser: "Header_siteUser",
} as const;
