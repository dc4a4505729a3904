/** Written by `deno task styles` from `SheetHead.module.css`. */
export default {
  head: "editor-SheetHead_head",
} as const;
