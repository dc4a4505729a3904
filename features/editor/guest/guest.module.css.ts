/** Written by `deno task styles` from `guest.module.css`. */
export default {
  keepWays: "editor-guest_keepWays",
} as const;
