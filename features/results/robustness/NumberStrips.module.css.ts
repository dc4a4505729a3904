/** Written by `deno task styles` from `NumberStrips.module.css`. */
export default {
  strips: "results-NumberStrips_strips",
  cell: "results-NumberStrips_cell",
} as const;
