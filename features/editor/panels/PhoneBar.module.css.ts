/** Written by `deno task styles` from `PhoneBar.module.css`. */
export default {
  phonebar: "editor-PhoneBar_phonebar",
} as const;
