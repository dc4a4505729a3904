/** Written by `deno task styles` from `Xray.module.css`. */
export default {
  chip: "editor-Xray_chip",
} as const;
