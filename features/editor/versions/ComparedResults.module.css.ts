/** Written by `deno task styles` from `ComparedResults.module.css`. */
export default {
  results: "editor-ComparedResults_results",
  basis: "editor-ComparedResults_basis",
  curves: "editor-ComparedResults_curves",
  curvesSkeleton: "editor-ComparedResults_curvesSkeleton",
  start: "editor-ComparedResults_start",
  from: "editor-ComparedResults_from",
  to: "editor-ComparedResults_to",
  table: "editor-ComparedResults_table",
  figureSkeleton: "editor-ComparedResults_figureSkeleton",
  why: "editor-ComparedResults_why",
} as const;
