/** Written by `deno task styles` from `HelperLines.module.css`. */
export default {
  lines: "editor-HelperLines_lines",
} as const;
