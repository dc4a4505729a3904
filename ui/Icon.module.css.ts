/** Written by `deno task styles` from `Icon.module.css`. */
export default {
  icon: "Icon_icon",
} as const;
