/** Written by `deno task styles` from `Checkbox.module.css`. */
export default {
  switch: "Checkbox_switch",
} as const;
