/** Written by `deno task styles` from `FirstTouch.module.css`. */
export default {
  loading: "editor-FirstTouch_loading",
} as const;
