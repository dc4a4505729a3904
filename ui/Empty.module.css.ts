/** Written by `deno task styles` from `Empty.module.css`. */
export default {
  empty: "Empty_empty",
  mark: "Empty_mark",
  actions: "Empty_actions",
} as const;
