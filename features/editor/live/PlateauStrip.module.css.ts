/** Written by `deno task styles` from `PlateauStrip.module.css`. */
export default {
  strip: "editor-PlateauStrip_strip",
  ends: "editor-PlateauStrip_ends",
  words: "editor-PlateauStrip_words",
  lie: "editor-PlateauStrip_lie",
  metric: "editor-PlateauStrip_metric",
} as const;
