/** Written by `deno task styles` from `ChangeSign.module.css`. */
export default {
  sign: "editor-ChangeSign_sign",
} as const;
