/** Written by `deno task styles` from `NumberBox.module.css`. */
export default {
  unit: "NumberBox_unit",
} as const;
