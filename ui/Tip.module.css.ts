/** Written by `deno task styles` from `Tip.module.css`. */
export default {
  tip: "Tip_tip",
  term: "Tip_term",
  text: "Tip_text",
  end: "Tip_end",
  more: "Tip_more",
} as const;
