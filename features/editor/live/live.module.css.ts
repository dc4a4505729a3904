/** Written by `deno task styles` from `live.module.css`. */
export default {
  link: "editor-live_link",
} as const;
