/** Written by `deno task styles` from `surfaces.module.css`. */
export default {
  popover: "surfaces_popover",
} as const;
