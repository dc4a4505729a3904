/** Written by `deno task styles` from `text.module.css`. */
export default {
  srOnly: "text_srOnly",
  small: "text_small",
  quiet: "text_quiet",
  caution: "text_caution",
} as const;
