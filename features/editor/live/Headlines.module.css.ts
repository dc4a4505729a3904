/** Written by `deno task styles` from `Headlines.module.css`. */
export default {
  brief: "editor-Headlines_brief",
} as const;
