/** Written by `deno task styles` from `StatusScreen.module.css`. */
export default {
  vendors: "service-StatusScreen_vendors",
  vendor: "service-StatusScreen_vendor",
  head: "service-StatusScreen_head",
  first: "service-StatusScreen_first",
  none: "service-StatusScreen_none",
} as const;
