/** Written by `deno task styles` from `Notice.module.css`. */
export default {
  notice: "Notice_notice",
  caution: "Notice_caution",
  loss: "Notice_loss",
  bar: "Notice_bar",
} as const;
