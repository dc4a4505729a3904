/** Written by `deno task styles` from `RestatedNotice.module.css`. */
export default {
  notice: "results-RestatedNotice_notice",
  values: "results-RestatedNotice_values",
  table: "results-RestatedNotice_table",
} as const;
