/** Written by `deno task styles` from `ChartToolbar.module.css`. */
export default {
  bar: "ChartToolbar_bar",
  title: "ChartToolbar_title",
  synthetic: "ChartToolbar_synthetic",
  note: "ChartToolbar_note",
  group: "ChartToolbar_group",
  count: "ChartToolbar_count",
  space: "ChartToolbar_space",
  name: "ChartToolbar_name",
} as const;
