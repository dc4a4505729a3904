/** Written by `deno task styles` from `Badge.module.css`. */
export default {
  badge: "Badge_badge",
  accent: "Badge_accent",
  gain: "Badge_gain",
  loss: "Badge_loss",
  caution: "Badge_caution",
} as const;
