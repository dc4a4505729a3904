/** Written by `deno task styles` from `CoverageBar.module.css`. */
export default {
  bar: "own_data-CoverageBar_bar",
  full: "own_data-CoverageBar_full",
  gap: "own_data-CoverageBar_gap",
  none: "own_data-CoverageBar_none",
  years: "own_data-CoverageBar_years",
} as const;
