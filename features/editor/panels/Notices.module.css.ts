/** Written by `deno task styles` from `Notices.module.css`. */
export default {
  notices: "editor-Notices_notices",
} as const;
