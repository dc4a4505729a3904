/** Written by `deno task styles` from `StrategyTags.module.css`. */
export default {
  tags: "strategies-StrategyTags_tags",
  tag: "strategies-StrategyTags_tag",
  more: "strategies-StrategyTags_more",
  field: "strategies-StrategyTags_field",
} as const;
