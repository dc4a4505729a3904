/** Written by `deno task styles` from `StatusScreen.module.css`. */
export default {
  vendors: "service-StatusScreen_vendors",
  vendor: "service-StatusScreen_vendor",
  head: "service-StatusScreen_head",
} as const;
