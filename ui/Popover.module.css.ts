/** Written by `deno task styles` from `Popover.module.css`. */
export default {
  root: "Popover_root",
} as const;
