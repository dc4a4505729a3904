/** Written by `deno task styles` from `NumberStrips.module.css`. */
export default {
  strips: "NumberStrips_strips",
  cell: "NumberStrips_cell",
} as const;
