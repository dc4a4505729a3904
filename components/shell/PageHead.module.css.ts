/** Written by `deno task styles` from `PageHead.module.css`. */
export default {
  top: "PageHead_top",
  actions: "PageHead_actions",
} as const;
