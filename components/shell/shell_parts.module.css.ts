/** Written by `deno task styles` from `shell_parts.module.css`. */
export default {
  pop: "shell_parts_pop",
  popPanel: "shell_parts_popPanel",
} as const;
